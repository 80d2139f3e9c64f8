package repartee.contract;

import java.util.List;

/**
 * The passages that fit a question, best first.
 *
 * @param answered the one passage is a {@link Pair}'s, and its text is the answer, word for word
 */
public record Matches(List<RelatedDoc> passages, boolean answered) {
  public Matches {
    passages = List.copyOf(passages);
  }

  /** What may help to answer. */
  public Matches(List<RelatedDoc> passages) {
    this(passages, false);
  }
}
