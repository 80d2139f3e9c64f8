package repartee.storage;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.Done;
import repartee.contract.KeepAlive;
import repartee.contract.LeaveAnswers;
import repartee.contract.Left;

/** Says once a second that this node is there, and has done what is to be done now and then. */
final class NodeBeat {
  private static final Logger log = LoggerFactory.getLogger(NodeBeat.class);
  private static final int EVERY_MS = 1_000;
  private static final int FIRST_STEADY_MS = 2 * EVERY_MS;
  private static final int FORGOTTEN_AFTER_TIMES = 10;

  private static final String BEAT =
      """
      INSERT INTO node AS n (name) VALUES ($1)
      ON CONFLICT (name) DO UPDATE SET beaten_at = now()
      """;

  // Nobody in this process writes what an earlier one of the same name began.
  private static final String GIVE_UP_FORMER =
      """
      UPDATE message SET node = NULL WHERE state = 'streaming' AND node = $1
      """;

  // Whoever writes, or may write: a node that has said nothing of its roles is alone.
  private static final String LEAVE_TO_OTHERS =
      """
      WITH others AS MATERIALIZED (
        SELECT EXISTS (
          SELECT FROM node
          WHERE name <> $1 AND beaten_at > now() - $2::int * interval '1 millisecond'
            AND (roles IS NULL OR 'generation' = ANY (roles))) AS there
      ), held AS MATERIALIZED (
        SELECT m.conversation, m.seq FROM message m, others
        WHERE others.there AND m.state = 'streaming' AND m.node = $1
        ORDER BY m.conversation, m.seq FOR NO KEY UPDATE OF m
      ), given AS (
        UPDATE message m SET node = NULL FROM held h
        WHERE m.conversation = h.conversation AND m.seq = h.seq
      )
      SELECT there FROM others
      """;

  private static final String FORGET =
      """
      DELETE FROM node
      WHERE greatest(beaten_at, seen_at) < now() - $1::int * $2::int * interval '1 millisecond'
      """;

  private static final String LEAVE =
      """
      DELETE FROM node WHERE name = $1
      """;

  private final Vertx vertx;
  private final Database database;
  private final String node;
  private final int goneMs;
  private final List<Supplier<Future<Void>>> chores = new ArrayList<>();
  private boolean away;
  private boolean left;
  private long steadyFromNanos;
  private long beatenNanos;

  NodeBeat(Vertx vertx, Database database, String node, int goneMs) {
    this.vertx = vertx;
    this.database = database;
    this.node = node;
    this.goneMs = goneMs;
  }

  /** To be done after each beat. */
  void alsoDo(Supplier<Future<Void>> chore) {
    chores.add(chore);
  }

  Future<Void> start() {
    return database
        .write(GIVE_UP_FORMER, Tuple.of(node))
        .compose(givenUp -> beat())
        .onSuccess(
            beaten -> {
              // Most often nobody else is there, and readers wait for what this process' forerunner
              // left behind: a short while for others to beat, should they be.
              steadyFromNanos = nanosIn(Math.min(FIRST_STEADY_MS, goneMs));
              beatenNanos = System.nanoTime();
              later();
            });
  }

  // When the database was away, nobody could beat: each node gets the time to say that it is there.
  boolean isSteady() {
    return System.nanoTime() - steadyFromNanos > 0;
  }

  /** Of a node that writes answers and keeps nothing; this one has beaten by itself. */
  Future<Done> keepAlive(KeepAlive asked) {
    return asked.node().equals(node)
        ? Future.succeededFuture(new Done())
        : database.write(BEAT, Tuple.of(asked.node())).map(beaten -> new Done());
  }

  Future<Left> leaveAnswers(LeaveAnswers asked) {
    return database
        .write(LEAVE_TO_OTHERS, Tuple.of(asked.node(), goneMs))
        .map(rows -> new Left(rows.iterator().next().getBoolean("there")));
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
        .onSuccess(beaten -> noteTime())
        .compose(beaten -> chores())
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

  private Future<Void> chores() {
    if (!isSteady()) {
      return Future.succeededFuture();
    }
    Future<Void> done = database.write(FORGET, Tuple.of(goneMs, FORGOTTEN_AFTER_TIMES)).mapEmpty();
    for (Supplier<Future<Void>> chore : chores) {
      done = done.compose(before -> chore.get());
    }
    return done;
  }

  // Frozen, or the database was slow: so may have been the others, who are not lost for that.
  private void noteTime() {
    long now = System.nanoTime();
    if (now - beatenNanos > TimeUnit.MILLISECONDS.toNanos(EVERY_MS + goneMs / 2)) {
      steadyFromNanos = nanosIn(goneMs);
    }
    beatenNanos = now;
  }

  private static long nanosIn(int ms) {
    return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
  }

  private void note(@Nullable Throwable failure) {
    if (failure != null) {
      if (!away && !left) {
        log.warn("the database is away database={}", database.place(), failure);
      }
      away = true;
    } else if (away) {
      away = false;
      steadyFromNanos = nanosIn(goneMs);
      log.info("the database is back database={}", database.place());
    }
  }
}
