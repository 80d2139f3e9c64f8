package repartee.contract;

/**
 * An answer that can be read: begun now, or earlier under the same message key.
 *
 * @param node where to ask {@link ReadAnswer}
 */
public record AnswerBegun(AnswerRef answer, String node, StreamHeader header) {}
