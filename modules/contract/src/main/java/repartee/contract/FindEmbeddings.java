package repartee.contract;

import java.util.List;
import java.util.UUID;

/**
 * The embeddings that this model has made of passages of the document of this name.
 *
 * @param contents SHA-256 of the wanted passages' contents in UTF-8, as hexadecimal digits
 */
public record FindEmbeddings(
    UUID chatbotId, String documentName, String embeddingModel, List<String> contents) {
  /** Answered by storage. */
  public static final Address<FindEmbeddings, Embeddings> ADDRESS =
      new Address<>("storage.find-embeddings", FindEmbeddings.class, Embeddings.class);

  public FindEmbeddings {
    contents = List.copyOf(contents);
  }
}
