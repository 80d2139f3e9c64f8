package repartee.contract;

import java.util.UUID;

/** Keys of this account were revoked, or the account itself was changed or removed. */
public record KeysChanged(UUID accountId) {
  /** Told by storage. */
  public static final Event<KeysChanged> EVENT = new Event<>("keys-changed", KeysChanged.class);
}
