package repartee.generation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import repartee.contract.Answer;
import repartee.contract.CloseTurn;
import repartee.contract.FindAnswer;
import repartee.contract.MessageState;
import repartee.contract.Problem;

/** Makes an answer's end durable, while the database is away too, for a while. */
final class Closing {
  private static final long GIVE_UP_NANOS = Duration.ofSeconds(30).toNanos();
  private static final int PAUSE_MS = 100;
  private static final int PAUSE_MS_MAX = 4_000;

  private final Vertx vertx;
  private final EventBus bus;

  Closing(Vertx vertx) {
    this.vertx = vertx;
    this.bus = vertx.eventBus();
  }

  /** Fails with {@code OTHER_EPOCH}, or with what the storage said last. */
  Future<Void> close(CloseTurn turn) {
    return attempt(turn, PAUSE_MS, System.nanoTime() + GIVE_UP_NANOS, false);
  }

  private Future<Void> attempt(CloseTurn turn, int pauseMs, long giveUpAt, boolean again) {
    return CloseTurn.ADDRESS
        .ask(bus, turn)
        .<Void>mapEmpty()
        .recover(
            cause -> {
              Problem.Kind kind = Problem.of(cause).kind();
              if (kind == Problem.Kind.BUSY && System.nanoTime() - giveUpAt < 0) {
                return vertx
                    .timer(pauseMs, TimeUnit.MILLISECONDS)
                    .compose(
                        late -> attempt(turn, Math.min(PAUSE_MS_MAX, 2 * pauseMs), giveUpAt, true));
              }
              return again && kind == Problem.Kind.OTHER_EPOCH
                  ? lookAgain(turn, cause)
                  : Future.failedFuture(cause);
            });
  }

  /** A first try whose reply was lost may have closed it: then all is well. */
  private Future<Void> lookAgain(CloseTurn turn, Throwable cause) {
    return FindAnswer.ADDRESS
        .ask(
            bus,
            new FindAnswer(
                turn.answer().chatbotId(),
                turn.answer().conversationUid(),
                turn.answer().messageId()))
        .compose(
            stored -> isOurs(stored, turn) ? Future.succeededFuture() : Future.failedFuture(cause));
  }

  private static boolean isOurs(Answer stored, CloseTurn turn) {
    return stored.message().epoch() == turn.answer().epoch()
        && stored.message().state() != MessageState.STREAMING;
  }
}
