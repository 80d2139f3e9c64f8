package repartee.contract;

import java.util.UUID;

/** Fails with {@code UNKNOWN_PATH} if there is no such account. */
public record FindKeys(UUID accountId) {
  /** Answered by storage. */
  public static final Address<FindKeys, ApiKeys> ADDRESS =
      new Address<>("storage.find-keys", FindKeys.class, ApiKeys.class);
}
