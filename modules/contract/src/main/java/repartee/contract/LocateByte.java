package repartee.contract;

/**
 * Where a byte of an answer's text in UTF-8 lies. Fails as {@link ReadAnswer} does, and with {@code
 * BUSY} while nobody writes an answer that is not over, as then it is not known how far it is.
 *
 * @param byteOffset from the text's beginning
 */
public record LocateByte(AnswerRef answer, long byteOffset) {
  /** Answered by generation on the node that {@link AnswerBegun} names: use {@code on(node)}. */
  public static final Address<LocateByte, TextPlace> ADDRESS =
      new Address<>("generation.locate-byte", LocateByte.class, TextPlace.class);
}
