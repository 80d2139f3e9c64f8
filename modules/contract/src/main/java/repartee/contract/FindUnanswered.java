package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The questions of the last days (UTC) for which an account's chatbots found nothing in their
 * documents: those that were asked most often first, at most {@code limit}.
 *
 * @param chatbotId of this chatbot only
 */
public record FindUnanswered(UUID accountId, @Nullable UUID chatbotId, int days, int limit) {
  /** Answered by storage. */
  public static final Address<FindUnanswered, Unanswered> ADDRESS =
      new Address<>("storage.find-unanswered", FindUnanswered.class, Unanswered.class);
}
