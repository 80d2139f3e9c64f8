package repartee.generation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.LeaveAnswers;
import repartee.contract.Left;

/**
 * The end of a node's writing: new questions go to others, what is being written may end for a
 * while, and the rest is left to others; where there are none, it ends as it stands.
 */
final class Leaving {
  private static final Logger log = LoggerFactory.getLogger(Leaving.class);
  private static final int LOOK_EVERY_MS = 50;

  private final Vertx vertx;
  private final GenerationConfiguration configuration;
  private final String node;
  private final MessageConsumer<?> asks;
  private final Progress progress;
  private final Turns turns;
  private boolean begun;

  Leaving(
      Vertx vertx,
      GenerationConfiguration configuration,
      String node,
      MessageConsumer<?> asks,
      Progress progress,
      Turns turns) {
    this.vertx = vertx;
    this.configuration = configuration;
    this.node = node;
    this.asks = asks;
    this.progress = progress;
    this.turns = turns;
  }

  boolean hasBegun() {
    return begun;
  }

  /** Succeeds when nothing is written here any more. */
  Future<Void> begin() {
    begun = true;
    if (configuration.drainMs() == 0) {
      return turns.stop();
    }
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(configuration.drainMs());
    return asks.unregister()
        .otherwiseEmpty()
        .compose(withdrawn -> drain(until))
        .compose(drained -> turns.isIdle() ? Future.succeededFuture() : leave());
  }

  private Future<Void> drain(long untilNanos) {
    return turns.isIdle() || System.nanoTime() - untilNanos >= 0
        ? Future.succeededFuture()
        : vertx.timer(LOOK_EVERY_MS, TimeUnit.MILLISECONDS).compose(later -> drain(untilNanos));
  }

  // Saved once more, so that who reads on elsewhere finds all that was told.
  private Future<Void> leave() {
    return progress
        .save()
        .compose(saved -> LeaveAnswers.ADDRESS.ask(vertx.eventBus(), new LeaveAnswers(node)))
        .otherwise(new Left(false))
        .compose(
            left -> {
              if (!left.toOthers()) {
                return turns.stop();
              }
              log.info("answers are left to other nodes count={}", turns.abandon());
              return Future.succeededFuture();
            });
  }
}
