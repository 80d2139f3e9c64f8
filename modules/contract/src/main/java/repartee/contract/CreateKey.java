package repartee.contract;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores a key by the hash of its token. Fails with {@code UNKNOWN_PATH} if there is no such
 * account.
 */
public record CreateKey(
    UUID keyId,
    UUID accountId,
    String name,
    Scope scope,
    String prefix,
    String hash,
    @Nullable Instant expiresAt) {
  /** Answered by storage. */
  public static final Address<CreateKey, ApiKey> ADDRESS =
      new Address<>("storage.create-key", CreateKey.class, ApiKey.class);
}
