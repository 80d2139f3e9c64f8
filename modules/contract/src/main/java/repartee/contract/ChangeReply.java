package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Changes a saved reply; what is null stays. Fails with {@code UNKNOWN_PATH} if the account has no
 * such reply, and with {@code INVALID} if another one has the name.
 */
public record ChangeReply(
    UUID accountId, UUID replyId, @Nullable String name, @Nullable String content) {
  /** Answered by storage. */
  public static final Address<ChangeReply, SavedReply> ADDRESS =
      new Address<>("storage.change-reply", ChangeReply.class, SavedReply.class);
}
