package repartee.contract;

import java.util.UUID;

/** {@code conversation} is the client's id or the uid. Fails with {@code UNKNOWN_CONVERSATION}. */
public record FindConversation(UUID chatbotId, String conversation) {
  /** Answered by storage. */
  public static final Address<FindConversation, Conversation> ADDRESS =
      new Address<>("storage.find-conversation", FindConversation.class, Conversation.class);
}
