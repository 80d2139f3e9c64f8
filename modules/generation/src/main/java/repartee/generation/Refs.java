package repartee.generation;

import repartee.contract.AnswerRef;
import repartee.contract.Problem;

/** Tells answers apart. */
final class Refs {
  private Refs() {}

  /** What is wrong with a wish for this answer where that one is. */
  static Problem mismatch(AnswerRef here, AnswerRef wanted) {
    boolean same =
        here.chatbotId().equals(wanted.chatbotId())
            && here.conversationUid().equals(wanted.conversationUid())
            && here.messageId().equals(wanted.messageId())
            && here.seq() == wanted.seq();
    return same
        ? new Problem(
            Problem.Kind.OTHER_EPOCH, "The answer was begun anew. Please read it from its start.")
        : new Problem(
            Problem.Kind.UNKNOWN_CONVERSATION, "There is no such answer in this conversation.");
  }
}
