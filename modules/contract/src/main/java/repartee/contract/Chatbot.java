package repartee.contract;

import java.time.Instant;
import java.util.UUID;

/**
 * A bot and all its settings. The published JSON of a chatbot is {@code id}, {@code user_id} (the
 * account), the settings' own fields, and the times.
 */
public record Chatbot(
    UUID id, UUID accountId, ChatbotSettings settings, Instant createdAt, Instant updatedAt) {}
