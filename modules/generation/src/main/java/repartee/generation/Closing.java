package repartee.generation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import repartee.contract.CloseTurn;
import repartee.contract.Closed;
import repartee.contract.FindEntry;
import repartee.contract.LogEntry;
import repartee.contract.MessageState;
import repartee.contract.Problem;

/** Makes an answer's end durable, while the database is away too, for a while. */
final class Closing {
  // While it is open nobody else in the conversation gets an answer, so it is worth a long wait.
  private static final long GIVE_UP_NANOS = Duration.ofMinutes(10).toNanos();
  private static final int PAUSE_MS = 100;
  private static final int PAUSE_MS_MAX = 4_000;

  private final Vertx vertx;
  private final EventBus bus;

  Closing(Vertx vertx) {
    this.vertx = vertx;
    this.bus = vertx.eventBus();
  }

  /** Fails with {@code OTHER_EPOCH}, or with what the storage said last. */
  Future<Closed> close(CloseTurn turn) {
    return attempt(turn, PAUSE_MS, System.nanoTime() + GIVE_UP_NANOS, false)
        .onFailure(
            cause -> {
              if (Problem.of(cause).kind() != Problem.Kind.OTHER_EPOCH) {
                free(turn);
              }
            });
  }

  private Future<Closed> attempt(CloseTurn turn, int pauseMs, long giveUpAt, boolean again) {
    return CloseTurn.ADDRESS
        .ask(bus, turn)
        .recover(
            cause ->
                again && Problem.of(cause).kind() == Problem.Kind.OTHER_EPOCH
                    ? lookAgain(turn, cause)
                    : Future.failedFuture(cause))
        .recover(
            cause ->
                Problem.of(cause).kind() == Problem.Kind.BUSY && System.nanoTime() - giveUpAt < 0
                    ? vertx
                        .timer(pauseMs, TimeUnit.MILLISECONDS)
                        .compose(
                            late ->
                                attempt(turn, Math.min(PAUSE_MS_MAX, 2 * pauseMs), giveUpAt, true))
                    : Future.failedFuture(cause));
  }

  /** What cannot be stored must not keep the conversation from going on. */
  private void free(CloseTurn turn) {
    CloseTurn.ADDRESS.ask(
        bus,
        new CloseTurn(turn.answer(), "", MessageState.FAILED, List.of(), Problem.Kind.INTERNAL));
  }

  /** A first try whose reply was lost may have closed it: then all is well. */
  private Future<Closed> lookAgain(CloseTurn turn, Throwable cause) {
    return FindEntry.ADDRESS
        .ask(
            bus,
            new FindEntry(
                turn.answer().chatbotId(),
                turn.answer().conversationUid().toString(),
                turn.answer().messageId()))
        .compose(
            stored ->
                // Whether more wait was lost with the reply; asking for them costs little.
                isOurs(stored, turn)
                    ? Future.succeededFuture(new Closed(true))
                    : Future.failedFuture(cause));
  }

  private static boolean isOurs(LogEntry stored, CloseTurn turn) {
    return stored.message().epoch() == turn.answer().epoch()
        && stored.message().state() == turn.state()
        && stored.message().content().equals(turn.content());
  }
}
