package repartee.routing;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.Author;
import repartee.contract.Conversation;
import repartee.contract.ConversationStatus;

/** A conversation as it is published; its id is what paths name it by. */
@JsonPropertyOrder({"id", "conversation_id", "conversation_uid"})
record PublishedConversation(
    String id,
    String conversationId,
    UUID conversationUid,
    UUID chatbotId,
    String userId,
    ConversationStatus status,
    @Nullable Holder heldBy,
    int lastSeq,
    Instant createdAt,
    Instant updatedAt) {
  /** The person who has a conversation. */
  record Holder(String id, String name) {
    static @Nullable Holder of(@Nullable Author holder) {
      return holder == null ? null : new Holder(holder.id(), holder.name());
    }
  }

  static PublishedConversation of(Conversation conversation) {
    return new PublishedConversation(
        conversation.id(),
        conversation.id(),
        conversation.uid(),
        conversation.chatbotId(),
        conversation.userId(),
        conversation.status(),
        Holder.of(conversation.heldBy()),
        conversation.lastSeq(),
        conversation.createdAt(),
        conversation.updatedAt());
  }
}
