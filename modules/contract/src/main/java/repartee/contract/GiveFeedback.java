package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person thinks of an answer; said again it takes the place of what was said before. Fails
 * with {@code UNKNOWN_CONVERSATION} if there is no such answer.
 */
public record GiveFeedback(
    UUID chatbotId, String conversation, UUID messageId, int score, @Nullable String comment) {
  /** Answered by storage. */
  public static final Address<GiveFeedback, Message> ADDRESS =
      new Address<>("storage.give-feedback", GiveFeedback.class, Message.class);
}
