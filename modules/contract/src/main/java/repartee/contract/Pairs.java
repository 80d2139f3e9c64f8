package repartee.contract;

import java.util.List;

/** Pairs, by their questions. */
public record Pairs(List<Pair> pairs) {
  public Pairs {
    pairs = List.copyOf(pairs);
  }
}
