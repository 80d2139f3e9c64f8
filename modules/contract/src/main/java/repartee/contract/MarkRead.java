package repartee.contract;

import java.util.UUID;

/**
 * Somebody of the account has read a conversation up to a message; what was read stays so. Fails
 * with {@code UNKNOWN_CONVERSATION}.
 *
 * @param seq beyond the last message it means the last
 */
public record MarkRead(UUID chatbotId, String conversation, int seq) {
  /** Answered by storage. */
  public static final Address<MarkRead, Unread> ADDRESS =
      new Address<>("storage.mark-read", MarkRead.class, Unread.class);
}
