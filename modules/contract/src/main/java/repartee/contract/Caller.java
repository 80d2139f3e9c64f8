package repartee.contract;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who stands behind a key, and what it may do there. */
public record Caller(
    UUID keyId, UUID accountId, String plan, Scope scope, @Nullable Instant expiresAt) {}
