package repartee.contract;

import java.util.UUID;

/**
 * Begins a session of a key. Fails with {@code BAD_KEY} if the key is gone or expired.
 *
 * @param hash of the session's token, by {@link ApiToken#hash}
 * @param lastsMs how long it lasts when nobody uses it
 */
public record CreateSession(UUID keyId, String hash, int lastsMs) {
  /** Answered by storage. */
  public static final Address<CreateSession, Session> ADDRESS =
      new Address<>("storage.create-session", CreateSession.class, Session.class);
}
