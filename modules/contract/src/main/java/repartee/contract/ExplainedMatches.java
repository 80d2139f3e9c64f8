package repartee.contract;

import java.util.List;

/** Passages, best first, each with what speaks for it. */
public record ExplainedMatches(List<ExplainedMatch> matches) {
  public ExplainedMatches {
    matches = List.copyOf(matches);
  }

  /**
   * A passage and its score in parts: {@code score = 1 - (1 - meaning) * (1 - words)}.
   *
   * @param meaning the cosine of question and passage as far as the model is trusted in the
   *     language, 0 to 1
   * @param words the share of the question's telling words that the passage has, 0 to 1
   * @param matchedWords those words, the most telling first, as they are compared: in small
   *     letters, without accents
   */
  public record ExplainedMatch(
      RelatedDoc passage, double meaning, double words, List<String> matchedWords) {
    public ExplainedMatch {
      matchedWords = List.copyOf(matchedWords);
    }
  }
}
