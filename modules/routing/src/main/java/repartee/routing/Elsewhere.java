package repartee.routing;

import io.vertx.core.Promise;
import java.time.Duration;
import java.util.UUID;
import repartee.contract.AnswerBegun;
import repartee.contract.AnswerRef;
import repartee.contract.OpenReading;
import repartee.contract.Problem;

/**
 * Looks after the reading of an answer that another node writes: that one may be gone, and say
 * nothing any more, while a third has begun the answer anew.
 */
final class Elsewhere {
  // Mostly what has happened is the answer's own end, of which its reader hears meanwhile.
  private static final int SETTLES_WITHIN_MS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final LogWatch watch;
  private final AnswerRef answer;
  private final Promise<AnswerReading.End> reading;

  private Elsewhere(LogWatch watch, AnswerRef answer, Promise<AnswerReading.End> reading) {
    this.watch = watch;
    this.answer = answer;
    this.reading = reading;
  }

  /** Fails the reading with {@code OTHER_EPOCH} once the answer is another one. */
  static void watch(LogWatch watch, AnswerBegun begun, Promise<AnswerReading.End> reading) {
    Elsewhere elsewhere = new Elsewhere(watch, begun.answer(), reading);
    elsewhere.await(watch.heard(begun.answer().conversationUid()));
  }

  private void await(int seen) {
    UUID conversation = answer.conversationUid();
    watch
        .await(conversation, seen, reading.future()::isComplete)
        .compose(grown -> watch.pause(SETTLES_WITHIN_MS))
        .onSuccess(settled -> look());
  }

  private void look() {
    if (reading.future().isComplete()) {
      return;
    }
    int seen = watch.heard(answer.conversationUid());
    OpenReading.ADDRESS
        .within(PATIENCE)
        .ask(
            watch.bus(),
            new OpenReading(
                answer.chatbotId(), answer.conversationUid().toString(), answer.messageId()))
        .onComplete(
            found -> {
              if (found.answer().equals(answer)) {
                await(seen);
              } else {
                reading.tryFail(Problems.begunAnew());
              }
            },
            cause -> {
              if (Problem.of(cause).kind() == Problem.Kind.UNKNOWN_CONVERSATION) {
                // It was removed.
                reading.tryFail(cause);
              } else {
                watch.pause(PATIENCE.toMillis()).onSuccess(later -> look());
              }
            });
  }
}
