package repartee.contract;

import java.util.UUID;

/**
 * The passages of a document as people look at them, without vectors: from a zero-based index on,
 * at most {@code limit}. Fails with {@code UNKNOWN_PATH} where there is no such document.
 */
public record ListPassages(UUID chatbotId, UUID documentId, int from, int limit) {
  /** Answered by storage. */
  public static final Address<ListPassages, PassageTexts> ADDRESS =
      new Address<>("storage.list-passages", ListPassages.class, PassageTexts.class);
}
