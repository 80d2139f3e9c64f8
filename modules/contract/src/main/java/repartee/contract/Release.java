package repartee.contract;

import java.util.UUID;

/**
 * Gives a conversation back to its bot; one that is free stays so. {@code conversation} is the
 * client's id or the uid. Fails with {@code UNKNOWN_CONVERSATION}.
 */
public record Release(UUID chatbotId, String conversation) {
  /** Answered by storage. */
  public static final Address<Release, Conversation> ADDRESS =
      new Address<>("storage.release", Release.class, Conversation.class);
}
