package repartee.contract;

import java.util.UUID;

/**
 * The passages of a document from a zero-based index on, at most {@code limit}; none if it is gone.
 */
public record ReadPassages(UUID chatbotId, UUID documentId, int from, int limit) {
  /** Answered by storage. */
  public static final Address<ReadPassages, DocumentPassages> ADDRESS =
      new Address<>("storage.read-passages", ReadPassages.class, DocumentPassages.class);
}
