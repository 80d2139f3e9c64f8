package repartee.storage;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.DatabaseException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The connections of this node. What fails, fails as the client says it; {@link Failures} tells
 * what it means. A statement whose connection broke is not tried again: it may have been done.
 */
final class Database {
  // PostgreSQL ends a slow statement itself; this is for a server that says nothing any more.
  private static final int SILENCE_MS = 2_000;
  private static final int TRANSACTION_TIMEOUT_MS = 55_000;
  private static final long RENEWED_AT_MOST_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Vertx vertx;
  private final StorageConfiguration configuration;
  private final PgConnectOptions options;
  private final Measures measures = new Measures();
  private Connections connections;
  private int opened;
  private boolean closed;

  /** Opens nothing yet; a connection is opened when it is first needed. */
  Database(Vertx vertx, StorageConfiguration configuration, String node) {
    this.vertx = vertx;
    this.configuration = configuration;
    this.options = DatabaseUrl.options(configuration, node);
    this.connections = connect();
  }

  /** Many reads share a connection and do not wait for each other's answers. */
  Future<RowSet<Row>> read(String sql, Tuple arguments) {
    Connections used = connections;
    return measures.read(
        watched(used, statementTimeoutMs(), used.reads.preparedQuery(sql).execute(arguments)));
  }

  /** One statement that commits by itself, on a connection of its own: it may wait for a lock. */
  Future<RowSet<Row>> write(String sql, Tuple arguments) {
    Connections used = connections;
    return measures.write(
        watched(used, statementTimeoutMs(), used.writes.preparedQuery(sql).execute(arguments)));
  }

  <T> Future<T> transaction(Function<SqlConnection, Future<T>> work) {
    Connections used = connections;
    return measures.transaction(
        watched(used, TRANSACTION_TIMEOUT_MS, used.writes.withTransaction(work)));
  }

  Future<Void> close() {
    closed = true;
    return connections.close();
  }

  /** Host, port and name, for sentences. */
  String place() {
    return options.getHost() + ":" + options.getPort() + "/" + options.getDatabase();
  }

  String user() {
    return options.getUser();
  }

  private int statementTimeoutMs() {
    return configuration.statementTimeoutMs() + SILENCE_MS;
  }

  private <T> Future<T> watched(Connections used, int timeoutMs, Future<T> result) {
    return result
        .timeout(timeoutMs, TimeUnit.MILLISECONDS)
        .onSuccess(answer -> used.heard())
        .onFailure(
            failure -> {
              if (Failures.isReadOnly(failure)
                  || (failure instanceof TimeoutException && used.areSilent())) {
                renew(used);
              } else if (failure instanceof DatabaseException) {
                used.heard();
              }
            });
  }

  // After a failover, connections stay on the demoted server, where reads go on and every write
  // fails: only a new connection finds the new one. So it is with a server that fell silent.
  private void renew(Connections stale) {
    if (closed
        || connections.number != stale.number
        || System.nanoTime() - stale.openedAtNanos < RENEWED_AT_MOST_EVERY_NANOS) {
      return;
    }
    connections = connect();
    stale.close();
  }

  private Connections connect() {
    int reading = Math.max(1, configuration.connectionsMax() / 4);
    SqlClient reads =
        PgBuilder.client()
            .with(poolOptions(reading))
            .with(new NetClientOptions().setConnectTimeout(configuration.connectTimeoutMs()))
            .connectingTo(options)
            .using(vertx)
            .build();
    Pool writes =
        PgBuilder.pool()
            .with(poolOptions(configuration.connectionsMax() - reading))
            .with(new NetClientOptions().setConnectTimeout(configuration.connectTimeoutMs()))
            .connectingTo(options)
            .using(vertx)
            .build();
    return new Connections(++opened, reads, writes);
  }

  // No time limit of the pool's own: in Vert.x 5.0.12, to close a pool whose waiter has just run
  // out of time fails inside and never ends. Waiting is bounded by watched().
  private PoolOptions poolOptions(int size) {
    return new PoolOptions()
        .setMaxSize(size)
        .setMaxWaitQueueSize(configuration.waitQueueMax())
        .setConnectionTimeout(0);
  }

  private static final class Connections {
    final int number;
    final SqlClient reads;
    final Pool writes;
    final long openedAtNanos = System.nanoTime();
    private long heardNanos = openedAtNanos;

    Connections(int number, SqlClient reads, Pool writes) {
      this.number = number;
      this.reads = reads;
      this.writes = writes;
    }

    void heard() {
      heardNanos = System.nanoTime();
    }

    // Time runs out on a busy server, too; but that one answers others meanwhile.
    boolean areSilent() {
      return System.nanoTime() - heardNanos > TimeUnit.MILLISECONDS.toNanos(SILENCE_MS);
    }

    Future<Void> close() {
      return Future.join(reads.close(), writes.close()).mapEmpty();
    }
  }
}
