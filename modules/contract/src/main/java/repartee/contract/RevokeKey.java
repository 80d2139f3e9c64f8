package repartee.contract;

import java.util.UUID;

/** Ends a key for good; {@link KeysChanged} follows. Fails with {@code UNKNOWN_PATH}. */
public record RevokeKey(UUID accountId, UUID keyId) {
  /** Answered by storage. */
  public static final Address<RevokeKey, Done> ADDRESS =
      new Address<>("storage.revoke-key", RevokeKey.class, Done.class);
}
