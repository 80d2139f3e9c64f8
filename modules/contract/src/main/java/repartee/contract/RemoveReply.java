package repartee.contract;

import java.util.UUID;

/** Forgets a saved reply. Fails with {@code UNKNOWN_PATH} where the account has no such one. */
public record RemoveReply(UUID accountId, UUID replyId) {
  /** Answered by storage. */
  public static final Address<RemoveReply, Done> ADDRESS =
      new Address<>("storage.remove-reply", RemoveReply.class, Done.class);
}
