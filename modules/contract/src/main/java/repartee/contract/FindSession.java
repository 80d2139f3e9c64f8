package repartee.contract;

/**
 * The session whose token has this hash; it lasts longer by being asked for. Fails with {@code
 * BAD_KEY} if it has ended, or its key has.
 */
public record FindSession(String hash) {
  /** Answered by storage. */
  public static final Address<FindSession, Session> ADDRESS =
      new Address<>("storage.find-session", FindSession.class, Session.class);
}
