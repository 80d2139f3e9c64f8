package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A chatbot's conversations, newest first: those begun before the one named, of one person, of one
 * status, where given.
 */
public record FindConversations(
    UUID chatbotId,
    int limit,
    @Nullable String before,
    @Nullable String userId,
    @Nullable ConversationStatus status) {
  /** Answered by storage. */
  public static final Address<FindConversations, Conversations> ADDRESS =
      new Address<>("storage.find-conversations", FindConversations.class, Conversations.class);
}
