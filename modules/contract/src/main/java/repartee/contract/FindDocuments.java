package repartee.contract;

import java.util.UUID;

/** The documents of a chatbot, by name. */
public record FindDocuments(UUID chatbotId) {
  /** Answered by storage. */
  public static final Address<FindDocuments, Documents> ADDRESS =
      new Address<>("storage.find-documents", FindDocuments.class, Documents.class);
}
