package repartee.contract;

import java.util.UUID;

/** Fails with {@code UNKNOWN_CHATBOT}; whose it is, the asker checks. */
public record FindChatbot(UUID chatbotId) {
  /** Answered by storage. */
  public static final Address<FindChatbot, Chatbot> ADDRESS =
      new Address<>("storage.find-chatbot", FindChatbot.class, Chatbot.class);
}
