package repartee.contract;

import java.util.List;

/** The passages that fit a question, best first. */
public record Matches(List<RelatedDoc> passages) {
  public Matches {
    passages = List.copyOf(passages);
  }
}
