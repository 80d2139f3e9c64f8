package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A chatbot's conversations, newest first: those begun before the one named, of one person, of one
 * status, where given. Fails with {@code UNKNOWN_CONVERSATION} if there is none of that name.
 *
 * @param visitorId only those that this visitor began, and {@code before} is one of them
 */
public record FindConversations(
    UUID chatbotId,
    int limit,
    @Nullable String before,
    @Nullable String userId,
    @Nullable ConversationStatus status,
    @Nullable String visitorId) {
  /** Answered by storage. */
  public static final Address<FindConversations, Conversations> ADDRESS =
      new Address<>("storage.find-conversations", FindConversations.class, Conversations.class);
}
