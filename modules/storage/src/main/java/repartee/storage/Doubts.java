package repartee.storage;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import repartee.contract.LogEntry;
import repartee.contract.OpenTurn;
import repartee.contract.Turn;

/**
 * Answers whose place may have been taken although whoever was to write them was told that it
 * failed: the connection broke before the database's word came, or it came when nobody waited for
 * it any more. Nobody writes them, yet their node is well; so they are given up here, and whoever
 * adopts answers finds them.
 */
final class Doubts {
  private static final int ANSWERS_MAX = 10_000;
  // What comes so late may miss its asker; should it not, the answer is begun anew all the same.
  private static final long HEARD_WITHIN_NANOS =
      OpenTurn.ADDRESS.replyWithin().minusSeconds(2).toNanos();

  private static final String GIVE_UP =
      """
      UPDATE message SET node = NULL
      WHERE state = 'streaming' AND node = ANY ($1) AND id = ANY ($2)
      RETURNING id
      """;

  private final Database database;
  private final long lastingNanos;
  private final Map<UUID, Doubt> doubts = new HashMap<>();

  /** {@code lastingMs}: after that, a statement whose connection broke is over as well. */
  Doubts(Database database, int lastingMs) {
    this.database = database;
    this.lastingNanos = TimeUnit.MILLISECONDS.toNanos(lastingMs);
  }

  /** {@code failure}: why it is not known what became of the answer that the node was to write. */
  void add(Throwable failure, UUID answer, String node) {
    if (Failures.isAway(failure)) {
      add(answer, node);
    }
  }

  /** {@code askedNanos}: since when somebody waits to hear that the turn was begun. */
  void addIfLate(long askedNanos, Turn turn) {
    LogEntry answer = turn.outcome() == Turn.Outcome.BEGUN ? turn.answer() : null;
    if (answer != null && System.nanoTime() - askedNanos > HEARD_WITHIN_NANOS) {
      add(answer.message().id(), String.valueOf(answer.node()));
    }
  }

  private void add(UUID answer, String node) {
    if (doubts.size() < ANSWERS_MAX) {
      doubts.put(answer, new Doubt(node, System.nanoTime()));
    }
  }

  /** It is known what became of it: it is written by whoever was told so. */
  void dispel(UUID answer) {
    doubts.remove(answer);
  }

  /**
   * Gives up what stands in the log, once; fails while the database is away, and nothing is
   * settled.
   */
  Future<Void> settle() {
    if (doubts.isEmpty()) {
      return Future.succeededFuture();
    }
    long now = System.nanoTime();
    String[] nodes = doubts.values().stream().map(Doubt::node).distinct().toArray(String[]::new);
    UUID[] answers = doubts.keySet().toArray(UUID[]::new);
    return database
        .write(GIVE_UP, Tuple.tuple().addValue(nodes).addValue(answers))
        .onSuccess(
            given -> {
              // By the next time this node may have adopted it, and write it.
              given.forEach(row -> dispel(row.getUUID("id")));
              doubts.values().removeIf(doubt -> now - doubt.sinceNanos > lastingNanos);
            })
        .mapEmpty();
  }

  private record Doubt(String node, long sinceNanos) {}
}
