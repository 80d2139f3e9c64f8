package repartee.contract;

import java.util.UUID;

/**
 * One message; {@code conversation} is the client's id or the uid. Fails with {@code
 * UNKNOWN_CONVERSATION}.
 */
public record FindMessage(UUID chatbotId, String conversation, UUID messageId) {
  /** Answered by storage. */
  public static final Address<FindMessage, Message> ADDRESS =
      new Address<>("storage.find-message", FindMessage.class, Message.class);
}
