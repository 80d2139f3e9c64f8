package repartee.contract;

import java.util.List;

/** Passages in the order that the question implies. */
public record Passages(List<Passage> passages) {
  public Passages {
    passages = List.copyOf(passages);
  }
}
