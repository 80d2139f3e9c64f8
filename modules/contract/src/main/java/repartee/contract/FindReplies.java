package repartee.contract;

import java.util.UUID;

/** The saved replies of an account. */
public record FindReplies(UUID accountId) {
  /** Answered by storage. */
  public static final Address<FindReplies, SavedReplies> ADDRESS =
      new Address<>("storage.find-replies", FindReplies.class, SavedReplies.class);
}
