package repartee.contract;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Puts a document and its passages in place of what had that name, in one transaction that takes
 * the chatbot's next revision. Fails with {@code UNKNOWN_CHATBOT}.
 *
 * @param embeddingModel which model the embeddings come from
 */
public record StoreDocument(
    UUID chatbotId,
    String name,
    String source,
    String content,
    String embeddingModel,
    List<NewPassage> passages,
    @Nullable FileClaim file,
    @Nullable UUID pairId) {
  /** The source of what is a {@link Pair}: documents and pairs may have the same names. */
  public static final String PAIR = "pair";

  /** Answered by storage. */
  public static final Address<StoreDocument, StoredDocument> ADDRESS =
      new Address<>(
          "storage.store-document",
          StoreDocument.class,
          StoredDocument.class,
          Duration.ofMinutes(1));

  public StoreDocument {
    passages = List.copyOf(passages);
  }

  /** A passage that has no id and no times yet; see {@link Passage}. */
  public record NewPassage(
      String name, String content, PassageMetadata metadata, String embedding) {}
}
