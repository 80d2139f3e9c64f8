package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code conversation} is the client's id or the uid. Fails with {@code UNKNOWN_CONVERSATION}.
 *
 * @param visitorId only a conversation that this visitor began, by the uid or the visitor's own
 *     name for it; null: anybody's, but by the uid alone where a visitor began it
 */
public record FindConversation(UUID chatbotId, String conversation, @Nullable String visitorId) {
  /** Answered by storage. */
  public static final Address<FindConversation, Conversation> ADDRESS =
      new Address<>("storage.find-conversation", FindConversation.class, Conversation.class);

  /** Anybody's. */
  public FindConversation(UUID chatbotId, String conversation) {
    this(chatbotId, conversation, null);
  }
}
