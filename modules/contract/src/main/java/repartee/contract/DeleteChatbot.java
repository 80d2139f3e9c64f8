package repartee.contract;

import java.util.UUID;

/**
 * Removes a chatbot and all that belongs to it; {@link ChatbotChanged} follows. Fails with {@code
 * UNKNOWN_CHATBOT}.
 */
public record DeleteChatbot(UUID chatbotId) {
  /** Answered by storage. */
  public static final Address<DeleteChatbot, Done> ADDRESS =
      new Address<>("storage.delete-chatbot", DeleteChatbot.class, Done.class);
}
