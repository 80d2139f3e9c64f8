package repartee.contract;

/** All accounts, oldest first. */
public record FindAccounts() {
  /** Answered by storage. */
  public static final Address<FindAccounts, Accounts> ADDRESS =
      new Address<>("storage.find-accounts", FindAccounts.class, Accounts.class);
}
