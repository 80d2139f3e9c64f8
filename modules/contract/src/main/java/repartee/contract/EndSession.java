package repartee.contract;

/** Ends the session whose token has this hash, if there is one. */
public record EndSession(String hash) {
  /** Answered by storage. */
  public static final Address<EndSession, Done> ADDRESS =
      new Address<>("storage.end-session", EndSession.class, Done.class);
}
