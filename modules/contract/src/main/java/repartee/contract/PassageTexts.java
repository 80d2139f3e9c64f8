package repartee.contract;

import java.util.List;
import java.util.UUID;

/** Passages of one document in their order. */
public record PassageTexts(List<PassageText> passages) {
  public PassageTexts {
    passages = List.copyOf(passages);
  }

  /** A passage without its vector; {@code index} is its zero-based place in the document. */
  public record PassageText(UUID id, int index, String content, PassageMetadata metadata) {}
}
