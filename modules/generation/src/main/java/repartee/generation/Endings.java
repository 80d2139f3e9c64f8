package repartee.generation;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.AnswerRef;
import repartee.contract.MessageState;
import repartee.contract.Problem;

/** How an answer ended that its model has ended. */
final class Endings {
  private static final Logger log = LoggerFactory.getLogger(Endings.class);

  private Endings() {}

  /** Why it is not whole, or null if it is. */
  static Problem.@Nullable Kind failure(AnswerRef answer, Draft draft, @Nullable Throwable cause) {
    if (cause != null) {
      Problem problem = Problem.of(cause);
      if (problem.kind() == Problem.Kind.INTERNAL) {
        log.error("an answer failed message={}", answer.messageId(), cause);
      }
      return problem.kind();
    }
    return draft.overflown() || draft.isEmpty() ? Problem.Kind.MODEL_FAILED : null;
  }

  static MessageState state(Draft draft, Problem.@Nullable Kind failure) {
    if (failure == null) {
      return MessageState.COMPLETE;
    }
    return draft.isEmpty() ? MessageState.FAILED : MessageState.INTERRUPTED;
  }
}
