package repartee.contract;

import java.util.Map;

/** Embeddings, as a {@link Passage} has them, by the SHA-256 of the passage's content. */
public record Embeddings(Map<String, String> byContent) {
  public Embeddings {
    byContent = Map.copyOf(byContent);
  }
}
