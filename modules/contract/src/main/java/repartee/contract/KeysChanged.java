package repartee.contract;

import java.util.UUID;

/** Keys or sessions of this account have ended, or the account itself was changed or removed. */
public record KeysChanged(UUID accountId) {
  /** Told by storage. */
  public static final Event<KeysChanged> EVENT = new Event<>("keys-changed", KeysChanged.class);
}
