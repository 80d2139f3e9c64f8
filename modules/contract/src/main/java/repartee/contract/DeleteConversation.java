package repartee.contract;

import java.util.UUID;

/**
 * Removes a conversation and its messages; {@code conversation} is the client's id or the uid.
 * Fails with {@code UNKNOWN_CONVERSATION}.
 */
public record DeleteConversation(UUID chatbotId, String conversation) {
  /** Answered by storage. */
  public static final Address<DeleteConversation, Done> ADDRESS =
      new Address<>("storage.delete-conversation", DeleteConversation.class, Done.class);
}
