package repartee.contract;

/**
 * Who holds the token with this hash ({@link ApiToken#hash}): a key, or a session of one, which
 * lasts longer by being asked for. Fails with {@code BAD_KEY} if it is unknown, revoked or expired.
 */
public record CheckKey(String hash) {
  /** Answered by storage. */
  public static final Address<CheckKey, Caller> ADDRESS =
      new Address<>("storage.check-key", CheckKey.class, Caller.class);
}
