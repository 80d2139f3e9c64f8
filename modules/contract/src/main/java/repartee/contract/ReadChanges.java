package repartee.contract;

import java.util.UUID;

/**
 * What has changed in a chatbot's documents after a revision, in order, at most {@code limit}
 * changes. Revisions of a chatbot become visible in order.
 */
public record ReadChanges(UUID chatbotId, long afterRevision, int limit) {
  /** Answered by storage. */
  public static final Address<ReadChanges, Changes> ADDRESS =
      new Address<>("storage.read-changes", ReadChanges.class, Changes.class);
}
