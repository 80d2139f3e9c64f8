package repartee.contract;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What may be shown of a key: never its secret.
 *
 * @param prefix the token's beginning, by which its owner knows it again
 */
public record ApiKey(
    UUID id,
    UUID accountId,
    String name,
    Scope scope,
    String prefix,
    @Nullable Instant expiresAt,
    Instant createdAt,
    @Nullable Instant lastUsedAt) {}
