package repartee.contract;

import java.util.UUID;

/**
 * Something has happened in a conversation: a message, an answer's place or end, a change of hands.
 *
 * @param revision the conversation's, after it
 */
public record LogGrew(UUID conversationUid, int revision) {
  /** The revision of a conversation that was deleted: larger than any. */
  public static final int GONE = Integer.MAX_VALUE;

  /** Told by storage. */
  public static final Event<LogGrew> EVENT = new Event<>("log-grew", LogGrew.class);
}
