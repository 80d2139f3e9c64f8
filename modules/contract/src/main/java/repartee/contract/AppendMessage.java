package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Puts a message that nobody answers into the log; the conversation is found or made as {@link
 * OpenTurn} does. With the same message key again it answers with the first message, or fails with
 * {@code KEY_REUSED}.
 */
public record AppendMessage(
    UUID chatbotId,
    String conversationId,
    Author author,
    String content,
    String language,
    @Nullable String messageKey) {
  /** Answered by storage. */
  public static final Address<AppendMessage, Message> ADDRESS =
      new Address<>("storage.append-message", AppendMessage.class, Message.class);
}
