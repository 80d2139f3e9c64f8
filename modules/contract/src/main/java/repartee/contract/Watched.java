package repartee.contract;

import java.util.UUID;

/**
 * Somebody of the account looks at a conversation at the console, or writes there. Said again every
 * few seconds as long as it is so; whoever says nothing for a while is gone.
 *
 * @param watcherId tells who it is from others of the same name
 * @param typing whether they write right now
 */
public record Watched(UUID conversationUid, String watcherId, String name, boolean typing) {
  /** Told by routing. */
  public static final Event<Watched> EVENT = new Event<>("watched", Watched.class);
}
