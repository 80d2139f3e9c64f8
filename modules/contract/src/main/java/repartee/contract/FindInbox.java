package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An account's conversations over all its chatbots, the last active first.
 *
 * @param chatbotId of this chatbot only
 * @param state of this state only
 * @param words only where they stand, in any case of letters, in the user's id, the client's id, or
 *     the text or an author's name of one of the newest messages
 * @param before only what comes behind that place
 */
public record FindInbox(
    UUID accountId,
    @Nullable UUID chatbotId,
    @Nullable InboxState state,
    @Nullable String words,
    @Nullable InboxPlace before,
    int limit) {
  /** Answered by storage. */
  public static final Address<FindInbox, Inbox> ADDRESS =
      new Address<>("storage.find-inbox", FindInbox.class, Inbox.class);
}
