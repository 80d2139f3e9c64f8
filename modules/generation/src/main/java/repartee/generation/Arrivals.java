package repartee.generation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Waits for answers that this node is to write: they are in the log a moment before memory. */
final class Arrivals {
  private static final int LOOKS_MAX = 20;
  private static final int LOOK_AGAIN_MS = 25;

  private final Vertx vertx;
  private final LiveAnswers live;

  Arrivals(Vertx vertx, LiveAnswers live) {
    this.vertx = vertx;
    this.live = live;
  }

  /** Whether it is in memory now; false if it did not come in time. */
  Future<Boolean> of(UUID messageId) {
    return look(messageId, LOOKS_MAX);
  }

  private Future<Boolean> look(UUID messageId, int looks) {
    if (live.find(messageId) != null || looks == 0) {
      return Future.succeededFuture(looks > 0);
    }
    return vertx
        .timer(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS)
        .compose(late -> look(messageId, looks - 1));
  }
}
