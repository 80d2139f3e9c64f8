package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of an account's chatbots on each of the last days (UTC), today included, and what
 * became of it.
 *
 * @param chatbotId of this chatbot only
 * @param days how many, from 1 on
 */
public record FindFigures(UUID accountId, @Nullable UUID chatbotId, int days) {
  /** Answered by storage. */
  public static final Address<FindFigures, Figures> ADDRESS =
      new Address<>("storage.find-figures", FindFigures.class, Figures.class);
}
