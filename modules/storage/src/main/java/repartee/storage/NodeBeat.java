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
              later();
            });
  }

  // When the database was away, nobody could beat: each node gets the time to say that it is there.
  boolean isSteady() {
    return System.nanoTime() - steadyFromNanos > 0;
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
