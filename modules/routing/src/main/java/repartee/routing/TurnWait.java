package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import repartee.contract.Asked;
import repartee.contract.FollowQuestion;
import repartee.contract.Problem;

/**
 * A question that waits until the answers before it are over: looks again whenever something has
 * happened in its conversation. The question is safe; who leaves only stops looking.
 */
final class TurnWait {
  private final Vertx vertx;
  private final LogWatch watch;
  private final UUID chatbotId;
  private final BooleanSupplier gone;
  private final int lookAgainMs;
  private final int waitMs;
  private final long begunNanos = System.nanoTime();
  private final Promise<Outcome> outcome = Promise.promise();

  private TurnWait(
      Vertx vertx,
      LogWatch watch,
      UUID chatbotId,
      BooleanSupplier gone,
      RoutingConfiguration configuration) {
    this.vertx = vertx;
    this.watch = watch;
    this.chatbotId = chatbotId;
    this.gone = gone;
    this.lookAgainMs = configuration.lookAgainMs();
    this.waitMs = configuration.turnWaitMs();
  }

  /** Fails with {@code BUSY} after the configured time, or once nobody is there any more. */
  static Future<Outcome> end(
      Vertx vertx,
      LogWatch watch,
      UUID chatbotId,
      Asked asked,
      BooleanSupplier gone,
      RoutingConfiguration configuration) {
    TurnWait wait = new TurnWait(vertx, watch, chatbotId, gone, configuration);
    Measures.questionWaits();
    wait.outcome.future().onComplete(over -> Measures.questionWaitsNoMore());
    wait.take(asked);
    return wait.outcome.future();
  }

  private void take(Asked asked) {
    Outcome known = Outcome.of(asked);
    if (known != null) {
      outcome.complete(known);
      return;
    }
    watch
        .await(asked.conversationUid(), asked.revision(), this::isOver)
        .onComplete(grown -> look(asked), outcome::fail);
  }

  private void look(Asked asked) {
    if (isOver()) {
      outcome.fail(
          Problems.busy(
              "The question is kept and still waits for its turn. Please ask again with the same"
                  + " message_key."));
      return;
    }
    FollowQuestion.ADDRESS
        .ask(
            vertx.eventBus(),
            new FollowQuestion(chatbotId, asked.conversationUid(), asked.questionId()))
        .onComplete(this::take, cause -> retry(asked, cause));
  }

  // The database is away, or the node that answers cannot be reached: the log tells nothing of
  // that.
  private void retry(Asked asked, Throwable cause) {
    if (Problem.of(cause).kind() == Problem.Kind.BUSY) {
      vertx.setTimer(lookAgainMs, tick -> look(asked));
    } else {
      outcome.fail(cause);
    }
  }

  private boolean isOver() {
    return gone.getAsBoolean()
        || System.nanoTime() - begunNanos > TimeUnit.MILLISECONDS.toNanos(waitMs);
  }
}
