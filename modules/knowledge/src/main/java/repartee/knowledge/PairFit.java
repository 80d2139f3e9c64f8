package repartee.knowledge;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.lucene.index.Term;
import org.jspecify.annotations.Nullable;
import repartee.contract.Matches;
import repartee.contract.RelatedDoc;
import repartee.contract.Search;

/**
 * Whether a question is one that people have answered themselves: the same words, but for case,
 * marks, order, endings and words that say nothing. What is only near is no such question: a wrong
 * answer, word for word, is worse than none. Other ways to ask are variants.
 */
final class PairFit {
  private static final Pattern MARKS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

  private final WordAnalysis analysis;
  private final Search asked;
  private final List<WordAnalysis.Word> words;

  /** {@code words}: of the question, as they were searched for. */
  PairFit(WordAnalysis analysis, Search asked, List<WordAnalysis.Word> words) {
    this.analysis = analysis;
    this.asked = asked;
    this.words = words;
  }

  /** The pair alone where one of the passages is its answer; else all of them. */
  Matches among(List<RelatedDoc> passages) {
    return passages.stream()
        .filter(passage -> fits(passage.metadata().question()))
        .findFirst()
        .map(pair -> new Matches(List.of(pair), true))
        .orElseGet(() -> new Matches(passages));
  }

  private boolean fits(@Nullable String question) {
    if (question == null) {
      return false;
    }
    if (plain(question).equals(plain(asked.question()))) {
      return true;
    }
    List<WordAnalysis.Word> theirs = analysis.words(question, asked.language());
    return !words.isEmpty() && isIn(words, theirs) && isIn(theirs, words);
  }

  private static boolean isIn(List<WordAnalysis.Word> some, List<WordAnalysis.Word> others) {
    return some.stream().allMatch(one -> others.stream().anyMatch(other -> same(one, other)));
  }

  private static boolean same(WordAnalysis.Word one, WordAnalysis.Word other) {
    for (Term term : one.terms()) {
      if (other.terms().contains(term)) {
        return true;
      }
    }
    return false;
  }

  private static String plain(String text) {
    String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return MARKS.matcher(folded).replaceAll(" ").strip();
  }
}
