package repartee.contract;

/**
 * Sees to it that there is an account, and that the token with this hash is an administrator key of
 * the first one. The name says where the token comes from: a new token of the same name takes the
 * old one's place.
 */
public record EnsureAdministrator(
    String name, String prefix, String hash, String accountName, String plan) {
  /** Answered by storage. */
  public static final Address<EnsureAdministrator, FirstAccount> ADDRESS =
      new Address<>("storage.ensure-administrator", EnsureAdministrator.class, FirstAccount.class);
}
