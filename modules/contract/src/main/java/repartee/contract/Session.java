package repartee.contract;

import java.time.Instant;
import java.util.UUID;

/**
 * A person at the console, who has shown a key once.
 *
 * @param scope what the key may do
 * @param name the key's name
 * @param expiresAt when it ends unless it is used
 */
public record Session(
    UUID accountId, String accountName, Scope scope, String name, Instant expiresAt) {}
