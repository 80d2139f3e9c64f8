package repartee.storage;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.Serial;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who else runs on this database: how the nodes of a cluster find each other. It lives before the
 * cluster does, so it has a Vert.x of its own.
 */
public final class Neighbours implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Neighbours.class);
  private static final int SEEN_EVERY_MS = 2_000;
  // Somebody who is gone is still asked for a while, which costs little.
  private static final int LIVING_MS = 10_000;
  private static final int LEAVES_WITHIN_MS = 3_000;

  // Nodes that start together form the cluster one after the other, and none takes itself for the
  // first while another is at it. Held until its session ends.
  private static final String TAKE_TURNS =
      """
      SELECT pg_advisory_lock(7270651, 3)
      """;

  private static final String WAIT_AT_MOST =
      """
      SELECT set_config('statement_timeout', $1, false)
      """;

  private static final String KNOWS_PROTOCOLS =
      """
      SELECT EXISTS (
        SELECT FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'node' AND column_name = 'protocol')
        AS knows
      """;

  private static final String SEEN =
      """
      INSERT INTO node AS n (name, host, port, protocol, roles, beaten_at, seen_at)
      VALUES ($1, $2, $3, $4, $5, '-infinity', now())
      ON CONFLICT (name) DO UPDATE
      SET host = $2, port = $3, protocol = $4, roles = $5, seen_at = now()
      """;

  private static final String LIVING =
      """
      SELECT name, host, port, protocol, roles FROM node
      WHERE host IS NOT NULL AND seen_at > now() - $1::int * interval '1 millisecond'
      ORDER BY started_at, name
      """;

  private static final String LEAVE =
      """
      DELETE FROM node WHERE name = $1
      """;

  private static final String SECRET =
      """
      SELECT secret FROM cluster
      """;

  private final Vertx vertx =
      Vertx.vertx(
          new VertxOptions()
              .setEventLoopPoolSize(1)
              .setWorkerPoolSize(1)
              .setInternalBlockingPoolSize(1));
  private final StorageConfiguration configuration;
  private final Database database;
  private volatile @Nullable PgConnection turn;
  private volatile @Nullable Node self;
  private boolean away;

  /**
   * A process of a cluster.
   *
   * @param name under which it writes answers
   * @param host where the others reach its cluster port
   * @param protocol what it speaks on the event bus
   */
  public record Node(String name, String host, int port, int protocol, List<String> roles) {
    public Node {
      roles = List.copyOf(roles);
    }
  }

  /**
   * The database cannot be reached, or takes nobody in just now: to try again may help. Whatever
   * else a start fails with will be the same the next time.
   */
  public static final class DatabaseAway extends IllegalStateException {
    @Serial private static final long serialVersionUID = 1;

    /** {@code sentence} is for the operator. */
    public DatabaseAway(String sentence, Throwable cause) {
      super(sentence, cause);
    }
  }

  /** Looks at that database; {@code node} is the name of this process. */
  public Neighbours(StorageConfiguration configuration, String node) {
    this.configuration = configuration;
    this.database = new Database(vertx, few(configuration), node);
  }

  /**
   * Writes this node down for the others to find, from now on; the result is the cluster's secret.
   * Until {@link #formed()}, or for so long, no other node enters. Fails with {@link DatabaseAway}
   * if the database cannot be reached, and with another {@link IllegalStateException} and a
   * sentence for the operator if it lets us not in, is not ours, or has nodes that speak another
   * protocol.
   */
  public Future<String> enter(Node entering, int turnMs) {
    return takeTurn(entering.name(), turnMs)
        .compose(ours -> database.read(KNOWS_PROTOCOLS, Tuple.tuple()))
        .compose(rows -> only(rows).getBoolean("knows") ? living() : Future.succeededFuture(none()))
        .compose(others -> checkProtocol(entering, others))
        .compose(checked -> Migrations.ours().apply(database))
        .compose(migrated -> seen(entering))
        .compose(seen -> database.read(SECRET, Tuple.tuple()))
        .map(
            rows -> {
              self = entering;
              vertx.setPeriodic(SEEN_EVERY_MS, tick -> stay(entering));
              return only(rows).getString("secret");
            })
        .recover(
            failure ->
                formed()
                    .transform(free -> Future.failedFuture(Failures.explained(database, failure))));
  }

  /** The next one may enter. */
  public Future<Void> formed() {
    PgConnection ending = turn;
    turn = null;
    return ending == null ? Future.succeededFuture() : ending.close();
  }

  /**
   * All that were there a moment ago, this one too; fails with {@link DatabaseAway} where it is.
   */
  public Future<List<Node>> living() {
    return database
        .read(LIVING, Tuple.of(LIVING_MS))
        .map(
            rows ->
                Rows.all(
                    rows,
                    row ->
                        new Node(
                            row.getString("name"),
                            row.getString("host"),
                            row.getInteger("port"),
                            row.getInteger("protocol"),
                            List.of(row.getArrayOfStrings("roles")))))
        .recover(failure -> Future.failedFuture(Failures.explained(database, failure)));
  }

  /**
   * The address of this machine from which the database is reached; blocks for a moment. Fails with
   * {@link DatabaseAway} where it is not.
   */
  public InetAddress addressTowardsDatabase() {
    var options = DatabaseUrl.options(configuration, "");
    if (options.getHost().startsWith("/")) {
      return InetAddress.getLoopbackAddress();
    }
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(options.getHost(), options.getPort()),
          configuration.connectTimeoutMs());
      return socket.getLocalAddress();
    } catch (IOException away) {
      throw new DatabaseAway("The database " + database.place() + " cannot be reached.", away);
    }
  }

  /** This node is no longer to be found. */
  @Override
  public void close() {
    Node leaving = self;
    self = null;
    Future<?> left =
        leaving == null
            ? Future.succeededFuture()
            : database.write(LEAVE, Tuple.of(leaving.name()));
    // If the database is away, the others find out by themselves.
    left.timeout(LEAVES_WITHIN_MS, TimeUnit.MILLISECONDS)
        .transform(done -> formed())
        .transform(done -> database.close())
        .otherwiseEmpty()
        .await();
    vertx.close().await();
  }

  private Future<Void> takeTurn(String node, int turnMs) {
    return PgConnection.connect(vertx, DatabaseUrl.options(configuration, node))
        .compose(
            connection -> {
              turn = connection;
              return connection
                  .preparedQuery(WAIT_AT_MOST)
                  .execute(Tuple.of(String.valueOf(turnMs)))
                  .compose(set -> connection.query(TAKE_TURNS).execute())
                  .<Void>mapEmpty()
                  .recover(
                      failure -> {
                        if (!Failures.isTimeout(failure)) {
                          return Future.failedFuture(failure);
                        }
                        // Who holds it hangs. Should two clusters come of it, they merge.
                        log.warn("another node has been forming the cluster for too long");
                        return Future.succeededFuture();
                      });
            });
  }

  private static Future<Void> checkProtocol(Node entering, List<Node> others) {
    for (Node other : others) {
      if (other.protocol() != entering.protocol()) {
        return Future.failedFuture(
            new IllegalStateException(
                "Nodes of another version run on this database: that at "
                    + other.host()
                    + " speaks protocol "
                    + other.protocol()
                    + ", this one "
                    + entering.protocol()
                    + ". Stop them first, or start their version."));
      }
    }
    return Future.succeededFuture();
  }

  private void stay(Node staying) {
    if (self == null) {
      return;
    }
    seen(staying)
        .onComplete(
            done -> {
              if (done.failed() && !away && self != null) {
                log.warn("new nodes cannot find this one: the database is away", done.cause());
              }
              away = done.failed();
            });
  }

  private Future<Void> seen(Node node) {
    return database
        .write(
            SEEN,
            Tuple.tuple()
                .addString(node.name())
                .addString(node.host())
                .addInteger(node.port())
                .addInteger(node.protocol())
                .addArrayOfString(node.roles().toArray(String[]::new)))
        .mapEmpty();
  }

  private static List<Node> none() {
    return List.of();
  }

  private static Row only(RowSet<Row> rows) {
    return rows.iterator().next();
  }

  // It says little, and not often.
  private static StorageConfiguration few(StorageConfiguration configuration) {
    return new StorageConfiguration(
        configuration.url(),
        2,
        configuration.waitQueueMax(),
        configuration.connectTimeoutMs(),
        configuration.statementTimeoutMs(),
        configuration.batchMax(),
        configuration.nodeGoneMs(),
        configuration.answerAbandonedMs(),
        configuration.personSilentMs(),
        configuration.filesWaitingMax());
  }
}
