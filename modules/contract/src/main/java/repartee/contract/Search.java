package repartee.contract;

import java.util.UUID;

/**
 * What fits this question, best first: at most {@code matchCount} passages that score at least
 * {@code matchThreshold}.
 */
public record Search(
    UUID chatbotId, String question, Language language, int matchCount, double matchThreshold) {
  /** Answered by knowledge. */
  public static final Address<Search, Matches> ADDRESS =
      new Address<>("knowledge.search", Search.class, Matches.class);
}
