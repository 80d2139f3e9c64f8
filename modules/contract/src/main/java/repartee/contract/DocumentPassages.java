package repartee.contract;

import java.util.List;

/** Passages of one document in order, and the model that their embeddings come from. */
public record DocumentPassages(String documentName, String embeddingModel, List<Passage> passages) {
  public DocumentPassages {
    passages = List.copyOf(passages);
  }
}
