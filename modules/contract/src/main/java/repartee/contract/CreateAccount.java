package repartee.contract;

/** Makes an account. Fails never but for the database. */
public record CreateAccount(String name, String plan) {
  /** Answered by storage. */
  public static final Address<CreateAccount, Account> ADDRESS =
      new Address<>("storage.create-account", CreateAccount.class, Account.class);
}
