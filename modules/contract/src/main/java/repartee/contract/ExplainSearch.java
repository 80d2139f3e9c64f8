package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * As {@link Search}, for those who look into it: the best {@code limit} passages, whatever they
 * score, and why each was found.
 *
 * @param language null: as the question's small words tell, else English
 */
public record ExplainSearch(
    UUID chatbotId, String question, @Nullable Language language, int limit) {
  /** Answered by knowledge. */
  public static final Address<ExplainSearch, ExplainedMatches> ADDRESS =
      new Address<>("knowledge.explain-search", ExplainSearch.class, ExplainedMatches.class);
}
