package repartee.contract;

import java.util.UUID;

/** Makes a chatbot forget a document. Fails with {@code UNKNOWN_PATH}. */
public record RemoveDocument(UUID chatbotId, UUID documentId) {
  /** Answered by knowledge. */
  public static final Address<RemoveDocument, Done> ADDRESS =
      new Address<>("knowledge.remove-document", RemoveDocument.class, Done.class);
}
