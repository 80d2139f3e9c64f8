package repartee.contract;

import java.util.List;
import java.util.UUID;

/** The revisions of conversations, at most 1,000: for those who have heard no event for a while. */
public record FindRevisions(List<UUID> conversationUids) {
  /** Answered by storage. */
  public static final Address<FindRevisions, Revisions> ADDRESS =
      new Address<>("storage.find-revisions", FindRevisions.class, Revisions.class);

  public FindRevisions {
    conversationUids = List.copyOf(conversationUids);
  }
}
