package repartee.contract;

import java.util.UUID;

/** Removes an account and all that belongs to it. Fails with {@code UNKNOWN_PATH}. */
public record DeleteAccount(UUID accountId) {
  /** Answered by storage. */
  public static final Address<DeleteAccount, Done> ADDRESS =
      new Address<>("storage.delete-account", DeleteAccount.class, Done.class);
}
