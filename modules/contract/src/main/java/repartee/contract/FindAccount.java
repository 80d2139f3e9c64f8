package repartee.contract;

import java.util.UUID;

/** Fails with {@code UNKNOWN_PATH}. */
public record FindAccount(UUID accountId) {
  /** Answered by storage. */
  public static final Address<FindAccount, Account> ADDRESS =
      new Address<>("storage.find-account", FindAccount.class, Account.class);
}
