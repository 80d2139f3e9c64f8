package repartee.contract;

import java.time.Instant;
import java.util.UUID;

/**
 * What a chatbot was taught.
 *
 * @param source where it came from: {@code api}
 * @param passages how many passages it was cut into
 * @param bytes the length of its text in UTF-8
 */
public record Document(
    UUID id,
    String name,
    String source,
    DocumentState state,
    int passages,
    long bytes,
    Instant createdAt,
    Instant updatedAt) {}
