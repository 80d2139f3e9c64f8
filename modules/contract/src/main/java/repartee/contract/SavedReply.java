package repartee.contract;

import java.time.Instant;
import java.util.UUID;

/** Words that people of an account say often, under a name. */
public record SavedReply(
    UUID id, String name, String content, Instant createdAt, Instant updatedAt) {}
