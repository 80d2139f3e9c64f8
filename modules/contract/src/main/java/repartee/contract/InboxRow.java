package repartee.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as its account's people see it among others.
 *
 * @param unread messages behind the last one that somebody of them has read
 */
public record InboxRow(
    Conversation conversation,
    String chatbotName,
    InboxState state,
    int unread,
    @Nullable LastMessage lastMessage) {
  /**
   * Where a conversation ends.
   *
   * @param content its beginning: at most 200 characters
   */
  public record LastMessage(int seq, Author author, String content, Instant createdAt) {}
}
