package repartee.contract;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A conversation, without its messages.
 *
 * @param id the client's own id; the uid as text where there is none, or where a visitor began it,
 *     whose names are understood from that visitor alone
 * @param userId who began it
 * @param heldBy the person who has taken it over; null while the bot answers
 * @param lastSeq how many messages it has
 * @param revision raised by all that happens to it: by it readers know whether to look again
 */
public record Conversation(
    String id,
    UUID uid,
    UUID chatbotId,
    String userId,
    ConversationStatus status,
    @Nullable Author heldBy,
    int lastSeq,
    int revision,
    Instant createdAt,
    Instant updatedAt) {}
