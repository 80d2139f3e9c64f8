package repartee.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/**
 * The baseline of durable turns: the least that a turn costs, its question and its answer inserted
 * one after the other, one commit each, by a bare client with a connection for each asker.
 */
final class BareInserts {
  private static final String TABLE =
      """
      CREATE TABLE IF NOT EXISTS bare_message (
        conversation uuid NOT NULL,
        seq int NOT NULL,
        id uuid NOT NULL UNIQUE,
        author text NOT NULL,
        content text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (conversation, seq)
      )
      """;

  private static final String INSERT =
      """
      INSERT INTO bare_message (conversation, seq, id, author, content) VALUES ($1, $2, $3, $4, $5)
      """;

  private static final String SETTINGS =
      """
      SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync,
        current_setting('synchronous_commit') AS commits
      """;

  private final Pool pool;

  private BareInserts(Pool pool) {
    this.pool = pool;
  }

  static Future<BareInserts> prepare(Vertx vertx, String url, int connections) {
    Pool pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(connections))
            .connectingTo(PgConnectOptions.fromUri(url).setCachePreparedStatements(true))
            .using(vertx)
            .build();
    return pool.query(TABLE).execute().map(made -> new BareInserts(pool));
  }

  /** How PostgreSQL is set, as it says itself. */
  Future<String> settings() {
    return pool.query(SETTINGS)
        .execute()
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return "PostgreSQL %s, fsync %s, synchronous_commit %s"
                  .formatted(
                      row.getString("version"), row.getString("fsync"), row.getString("commits"));
            });
  }

  /** The URL of a new, empty database of the same server. */
  Future<String> database(Database server, String name) {
    return pool.query("CREATE DATABASE " + name).execute().map(made -> server.url(name));
  }

  /** Speaks in a conversation of its own. */
  ClosedLoop.Asker asker(Corpus corpus) {
    UUID conversation = UUID.randomUUID();
    int[] seq = {0};
    return () ->
        insert(conversation, ++seq[0], "user", corpus.unheard())
            .compose(asked -> insert(conversation, ++seq[0], "bot", Stand.SHORT_ANSWER));
  }

  private Future<?> insert(UUID conversation, int seq, String author, String content) {
    return pool.preparedQuery(INSERT)
        .execute(Tuple.of(conversation, seq, UUID.randomUUID(), author, content));
  }

  Future<Void> close() {
    return pool.close();
  }
}
