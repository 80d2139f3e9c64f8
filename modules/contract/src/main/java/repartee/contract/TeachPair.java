package repartee.contract;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Teaches a chatbot a question and its answer, found by the next {@link Search} on the answering
 * node. The same question again replaces the answer.
 *
 * @param pairId the pair that is to become this one; null for a new one, or one of that question.
 *     Fails with {@code INVALID} if another one has the question, or it is gone
 * @param variants other ways to ask
 */
public record TeachPair(
    Chatbot chatbot, @Nullable UUID pairId, String question, List<String> variants, String answer) {
  /** Answered by knowledge. */
  public static final Address<TeachPair, Pair> ADDRESS =
      new Address<>("knowledge.teach-pair", TeachPair.class, Pair.class);

  public TeachPair {
    variants = List.copyOf(variants);
  }
}
