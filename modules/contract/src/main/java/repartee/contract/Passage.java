package repartee.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;

/**
 * A piece of a document, as its row is published (there, {@code accountId} is {@code user_id}).
 *
 * @param name the document's name, a hyphen, the passage's zero-based index
 * @param content {@code DOCUMENT NAME: <name>}, a line with three hyphens, the text
 * @param embedding the passage's vector as text: {@code [0.005706016,0.014266768,...]}
 */
public record Passage(
    UUID id,
    UUID chatbotId,
    @JsonProperty("user_id") UUID accountId,
    String name,
    String content,
    PassageMetadata metadata,
    String embedding,
    Instant createdAt,
    Instant updatedAt) {}
