package repartee.contract;

import java.time.Instant;
import java.util.UUID;

/**
 * Changes the chatbot if it is still the one last seen ({@code seenUpdatedAt}); {@link
 * ChatbotChanged} follows. Fails with {@code OTHER_EPOCH} if it was changed meanwhile, {@code
 * UNKNOWN_CHATBOT} if it is gone.
 */
public record UpdateChatbot(UUID chatbotId, ChatbotSettings settings, Instant seenUpdatedAt) {
  /** Answered by storage. */
  public static final Address<UpdateChatbot, Chatbot> ADDRESS =
      new Address<>("storage.update-chatbot", UpdateChatbot.class, Chatbot.class);
}
