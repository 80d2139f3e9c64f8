package repartee.contract;

import java.util.UUID;

/**
 * Keeps a reply for an account; where the account has one of this name, its words are replaced.
 * Fails with {@code INVALID} where the account has {@link #REPLIES_MAX} others.
 */
public record StoreReply(UUID accountId, String name, String content) {
  /** How many an account can have. */
  public static final int REPLIES_MAX = 500;

  /** Answered by storage. */
  public static final Address<StoreReply, SavedReply> ADDRESS =
      new Address<>("storage.store-reply", StoreReply.class, SavedReply.class);
}
