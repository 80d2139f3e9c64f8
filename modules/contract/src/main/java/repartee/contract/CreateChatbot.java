package repartee.contract;

import java.util.UUID;

/** Makes a chatbot. Fails with {@code UNKNOWN_PATH} if there is no such account. */
public record CreateChatbot(UUID accountId, ChatbotSettings settings) {
  /** Answered by storage. */
  public static final Address<CreateChatbot, Chatbot> ADDRESS =
      new Address<>("storage.create-chatbot", CreateChatbot.class, Chatbot.class);
}
