package repartee.contract;

import java.util.UUID;

/**
 * Removes a document and its passages under the chatbot's next revision. Fails with {@code
 * UNKNOWN_PATH}.
 */
public record DeleteDocument(UUID chatbotId, UUID documentId) {
  /** Answered by storage. */
  public static final Address<DeleteDocument, Done> ADDRESS =
      new Address<>("storage.delete-document", DeleteDocument.class, Done.class);
}
