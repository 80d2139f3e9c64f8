package repartee.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a chatbot was taught, or is about to be.
 *
 * @param source where it came from: {@code api}, {@code file}
 * @param progress of the state that it is in, from 0 to 1; absent where it is at rest
 * @param failure what the person who sent it can do, where its file could not be taken in
 * @param passages how many passages it was cut into; of what it replaces until it is ready
 * @param bytes the length of its text in UTF-8, or of its file until it is ready
 */
public record Document(
    UUID id,
    String name,
    String source,
    DocumentState state,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double progress,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String failure,
    int passages,
    long bytes,
    Instant createdAt,
    Instant updatedAt) {}
