package repartee.contract;

import java.util.UUID;

/** Fails with {@code UNKNOWN_PATH}. */
public record FindDocument(UUID chatbotId, UUID documentId) {
  /** Answered by storage. */
  public static final Address<FindDocument, Document> ADDRESS =
      new Address<>("storage.find-document", FindDocument.class, Document.class);
}
