package repartee.contract;

/**
 * Ends a running answer: what was said stays. Succeeds once its end is durable; an answer that is
 * over stays as it is. Fails with {@code UNKNOWN_CONVERSATION} if it is not written there.
 */
public record StopAnswer(AnswerRef answer) {
  /** Answered by generation on the node that writes it: use {@code on(node)}. */
  public static final Address<StopAnswer, Done> ADDRESS =
      new Address<>("generation.stop-answer", StopAnswer.class, Done.class);
}
