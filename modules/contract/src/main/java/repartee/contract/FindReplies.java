package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The saved replies of an account, by name; at most {@code limit}.
 *
 * @param after only those behind this name; null: from the first on
 */
public record FindReplies(UUID accountId, @Nullable String after, int limit) {
  /** Answered by storage. */
  public static final Address<FindReplies, SavedReplies> ADDRESS =
      new Address<>("storage.find-replies", FindReplies.class, SavedReplies.class);
}
