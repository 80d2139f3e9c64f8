package repartee.contract;

/**
 * Sees to it that there is an account, and that the token with this hash is an administrator key of
 * the first one. The name says where the token comes from.
 *
 * @param replaces a new token takes the place of one of the same name; else the old one stays, and
 *     the new one is none
 */
public record EnsureAdministrator(
    String name, String prefix, String hash, boolean replaces, String accountName, String plan) {
  /** Answered by storage. */
  public static final Address<EnsureAdministrator, FirstAccount> ADDRESS =
      new Address<>("storage.ensure-administrator", EnsureAdministrator.class, FirstAccount.class);
}
