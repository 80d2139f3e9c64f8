package repartee.contract;

import java.time.Instant;
import java.util.UUID;

/**
 * A conversation, without its messages.
 *
 * @param id the client's own id, else the uid as text
 * @param userId who began it
 * @param lastSeq how many messages it has
 */
public record Conversation(
    String id,
    UUID uid,
    UUID chatbotId,
    String userId,
    ConversationStatus status,
    int lastSeq,
    Instant createdAt,
    Instant updatedAt) {}
