package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.AnswerRef;
import repartee.contract.Author;
import repartee.contract.Conversation;
import repartee.contract.FindConversation;
import repartee.contract.FindRunning;
import repartee.contract.HandOver;
import repartee.contract.LocateByte;
import repartee.contract.Problem;
import repartee.contract.Running;
import repartee.contract.TakeOver;

/**
 * A person takes a conversation. Where an answer runs, its node is asked, as only there it is known
 * how far readers have it; where that node is gone, it ends as it was saved.
 */
final class TakingOver {
  private static final int TRIED_MAX = 6;
  // An answer whose place is taken and that its node does not know yet is there in a moment.
  private static final int PAUSE_MS = 20;

  private final Vertx vertx;

  TakingOver(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Fails with {@code UNKNOWN_CONVERSATION} or {@code HELD_BY_OTHER}. */
  Future<Conversation> take(UUID chatbotId, String conversation, Author by) {
    return take(chatbotId, conversation, by, 1)
        .recover(
            cause ->
                Problem.of(cause).kind() == Problem.Kind.HELD_BY_OTHER
                    ? refuse(chatbotId, conversation, cause)
                    : Future.failedFuture(cause));
  }

  /** Says who has it. */
  private Future<Conversation> refuse(UUID chatbotId, String conversation, Throwable cause) {
    return FindConversation.ADDRESS
        .ask(vertx.eventBus(), new FindConversation(chatbotId, conversation))
        .compose(
            found ->
                Future.failedFuture(
                    found.heldBy() == null ? cause : Problems.heldBy(found.heldBy().name())));
  }

  private Future<Conversation> take(UUID chatbotId, String conversation, Author by, int tried) {
    return FindRunning.ADDRESS
        .ask(vertx.eventBus(), new FindRunning(chatbotId, conversation))
        .compose(running -> take(chatbotId, conversation, by, running, tried >= TRIED_MAX))
        .recover(
            cause -> {
              boolean again = cause instanceof LookAgain || isOtherEpoch(cause);
              if (!again) {
                return Future.failedFuture(cause);
              }
              // Answers begin and end meanwhile: another one runs now, or none.
              return tried < TRIED_MAX
                  ? vertx
                      .timer((long) PAUSE_MS << tried)
                      .compose(later -> take(chatbotId, conversation, by, tried + 1))
                  : Future.failedFuture(
                      Problems.busy("The conversation is too lively. Please try again."));
            });
  }

  private Future<Conversation> take(
      UUID chatbotId, String conversation, Author by, Running running, boolean last) {
    AnswerRef answer = running.answer();
    String node = running.node();
    if (answer == null || node == null) {
      return takeOver(chatbotId, conversation, by, null);
    }
    return HandOver.ADDRESS
        .on(node)
        .ask(vertx.eventBus(), new HandOver(answer, by))
        .recover(
            cause -> {
              Problem.Kind why = Problem.of(cause).kind();
              if (why == Problem.Kind.UNKNOWN_CONVERSATION) {
                return last
                    ? takeOver(chatbotId, conversation, by, answer)
                    : Future.failedFuture(new LookAgain());
              }
              return why == Problem.Kind.BUSY
                  ? isThere(node, answer)
                      .compose(
                          there ->
                              there
                                  ? Future.failedFuture(cause)
                                  : takeOver(chatbotId, conversation, by, answer))
                  : Future.failedFuture(cause);
            });
  }

  // The node may be busy, and then its readers see more than was saved; or nobody may be there.
  private Future<Boolean> isThere(String node, AnswerRef answer) {
    return LocateByte.ADDRESS
        .on(node)
        .ask(vertx.eventBus(), new LocateByte(answer, 0))
        .map(true)
        .otherwise(cause -> Problem.of(cause).kind() != Problem.Kind.BUSY);
  }

  private Future<Conversation> takeOver(
      UUID chatbotId, String conversation, Author by, @Nullable AnswerRef running) {
    TakeOver.AnswerEnd end =
        running == null ? null : new TakeOver.AnswerEnd(running, null, List.of());
    return TakeOver.ADDRESS.ask(vertx.eventBus(), new TakeOver(chatbotId, conversation, by, end));
  }

  private static boolean isOtherEpoch(Throwable cause) {
    return Problem.of(cause).kind() == Problem.Kind.OTHER_EPOCH;
  }

  /** The node does not know the answer: it has just ended, or just begun. */
  private static final class LookAgain extends RuntimeException {
    private static final long serialVersionUID = 1;

    LookAgain() {
      super("look again", null, false, false);
    }
  }
}
