package repartee.storage;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once a second that this node is there, and ends the answers of nodes that no longer say so.
 */
final class NodeBeat {
  private static final Logger log = LoggerFactory.getLogger(NodeBeat.class);
  private static final int EVERY_MS = 1_000;
  private static final int ENDED_AT_ONCE = 1_000;

  private static final String BEAT =
      """
      INSERT INTO node AS n (name) VALUES ($1)
      ON CONFLICT (name) DO UPDATE SET beaten_at = now()
      """;

  // A higher epoch: should the lost node come back, what it still says is refused.
  private static final String END_LOST =
      """
      WITH lost AS (
        SELECT m.conversation, m.seq FROM message m
        WHERE m.state = 'streaming' AND (
          m.node IS NULL OR m.node = $3 OR NOT EXISTS (
            SELECT FROM node n
            WHERE n.name = m.node AND n.beaten_at > now() - $1::int * interval '1 millisecond'))
        ORDER BY m.conversation, m.seq
        LIMIT $2
        FOR UPDATE SKIP LOCKED
      ), forgotten AS (
        DELETE FROM node WHERE beaten_at < now() - $1::int * 10 * interval '1 millisecond'
      )
      UPDATE message m
      SET state = 'interrupted', epoch = m.epoch + 1, updated_at = greatest(now(), m.created_at)
      FROM lost l WHERE m.conversation = l.conversation AND m.seq = l.seq
      RETURNING m.seq
      """;

  private static final String LEAVE =
      """
      DELETE FROM node WHERE name = $1
      """;

  private final Vertx vertx;
  private final Database database;
  private final String node;
  private final int goneMs;
  private boolean away;
  private boolean left;
  private long steadySinceNanos;

  NodeBeat(Vertx vertx, Database database, String node, int goneMs) {
    this.vertx = vertx;
    this.database = database;
    this.node = node;
    this.goneMs = goneMs;
  }

  /** Ends what an earlier process of this name and lost nodes left open, then goes on beating. */
  Future<Void> start() {
    return endLost(node)
        .compose(ended -> beat())
        .onSuccess(
            beaten -> {
              steadySinceNanos = System.nanoTime();
              later();
            });
  }

  Future<Void> leave() {
    left = true;
    return database.write(LEAVE, Tuple.of(node)).mapEmpty();
  }

  private void later() {
    if (!left) {
      vertx.setTimer(EVERY_MS, tick -> tick());
    }
  }

  private void tick() {
    if (left) {
      return;
    }
    beat()
        .compose(beaten -> isSteady() ? endLost(null) : Future.succeededFuture())
        .onComplete(
            done -> {
              note(done.cause());
              later();
            });
  }

  /** A write like any other: it succeeds where the database takes writes. */
  Future<Void> beat() {
    return database.write(BEAT, Tuple.of(node)).mapEmpty();
  }

  private Future<Void> endLost(@Nullable String formerSelf) {
    return database
        .write(END_LOST, Tuple.of(goneMs, ENDED_AT_ONCE, formerSelf))
        .onSuccess(
            rows -> {
              if (rows.size() > 0) {
                log.warn("answers of a lost node were interrupted answers={}", rows.size());
              }
            })
        .mapEmpty();
  }

  // When the database was away, nobody could beat: each node gets the time to say that it is there.
  private boolean isSteady() {
    return System.nanoTime() - steadySinceNanos > TimeUnit.MILLISECONDS.toNanos(goneMs);
  }

  private void note(@Nullable Throwable failure) {
    if (failure != null) {
      if (!away && !left) {
        log.warn("the database is away database={}", database.place(), failure);
      }
      away = true;
    } else if (away) {
      away = false;
      steadySinceNanos = System.nanoTime();
      log.info("the database is back database={}", database.place());
    }
  }
}
