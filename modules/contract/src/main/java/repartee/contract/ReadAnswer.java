package repartee.contract;

/**
 * The one way to read an answer's text: from a UTF-16 offset on, whatever there is. Waits for more
 * where there is nothing yet, up to a bound; then the piece is empty and the answer still {@code
 * STREAMING}. Fails with {@code UNKNOWN_CONVERSATION}, or with {@code OTHER_EPOCH} if the answer
 * was begun anew.
 *
 * @param from in UTF-16 units
 */
public record ReadAnswer(AnswerRef answer, int from) {
  /** Answered by generation on the node that {@link AnswerBegun} names: use {@code on(node)}. */
  public static final Address<ReadAnswer, AnswerPiece> ADDRESS =
      new Address<>("generation.read-answer", ReadAnswer.class, AnswerPiece.class);
}
