package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The pairs of a chatbot behind this question, at most so many. */
public record FindPairs(UUID chatbotId, @Nullable String after, int limit) {
  /** Answered by storage. */
  public static final Address<FindPairs, Pairs> ADDRESS =
      new Address<>("storage.find-pairs", FindPairs.class, Pairs.class);
}
