package repartee.knowledge;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.WordlistLoader;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.hi.HindiAnalyzer;
import org.apache.lucene.analysis.id.IndonesianAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;
import org.apache.lucene.index.Term;
import org.jspecify.annotations.Nullable;
import repartee.contract.Language;

/**
 * What the words of a text are: as they stand (lower case, without accents, Chinese, Japanese and
 * Korean in pairs), and in the stems of its language where Lucene knows them.
 */
final class WordAnalysis {
  static final String TEXT = "text";
  static final String NAME = "name";
  private static final int WORDS_MAX = 512;
  private static final int GUESSED_FROM_CHARS = 2_000;

  private final Map<Language, Stems> stems = stems();
  private final Analyzer asked = new Plain(false);
  private final Analyzer indexing;

  WordAnalysis() {
    Map<String, Analyzer> fields = new LinkedHashMap<>();
    stems.forEach((language, known) -> fields.put(stemField(language), known.analyzer()));
    indexing = new PerFieldAnalyzerWrapper(new Plain(true), fields);
  }

  /** How words of a language are cut to stems, and which of them say nothing. */
  private record Stems(Analyzer analyzer, CharArraySet smallWords) {}

  /** A word of a question: any of these terms is that word. */
  record Word(List<Term> terms) {
    Word {
      terms = List.copyOf(terms);
    }
  }

  /** For every field that this class names. */
  Analyzer indexing() {
    return indexing;
  }

  static String stemField(Language language) {
    return TEXT + "." + language.code();
  }

  /** The words of a question without those that say nothing, each once, at most 512. */
  List<Word> words(String question, Language language) {
    Stems stemmer = stems.get(language);
    Map<String, Word> telling = new LinkedHashMap<>();
    Map<String, Word> all = new LinkedHashMap<>();
    try (TokenStream tokens = asked.tokenStream(TEXT, question)) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      OffsetAttribute offset = tokens.addAttribute(OffsetAttribute.class);
      tokens.reset();
      while (tokens.incrementToken() && all.size() < WORDS_MAX) {
        List<Term> terms = new ArrayList<>();
        terms.add(new Term(TEXT, term.toString()));
        terms.add(new Term(NAME, term.toString()));
        all.putIfAbsent(term.toString(), new Word(terms));
        if (isLetter(term)) {
          continue;
        }
        if (stemmer == null) {
          telling.putIfAbsent(term.toString(), new Word(terms));
          continue;
        }
        List<Term> stemmed =
            stemmed(
                stemmer.analyzer(),
                stemField(language),
                question.substring(offset.startOffset(), offset.endOffset()));
        if (!stemmed.isEmpty()) {
          terms.addAll(stemmed);
          telling.putIfAbsent(stemmed.toString(), new Word(terms));
        }
      }
      tokens.end();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return List.copyOf(telling.isEmpty() ? all.values() : telling.values());
  }

  // "a" is French, English and Polish, and tells nothing in any of them.
  private static boolean isLetter(CharSequence term) {
    return term.length() == 1 && term.charAt(0) >= 'a' && term.charAt(0) <= 'z';
  }

  private static List<Term> stemmed(Analyzer stemmer, String field, String word)
      throws IOException {
    List<Term> terms = new ArrayList<>();
    try (TokenStream tokens = stemmer.tokenStream(field, word)) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) {
        terms.add(new Term(field, term.toString()));
      }
      tokens.end();
    }
    return terms;
  }

  /** The language with stems that a text seems to be in, by its letters and its small words. */
  @Nullable Language guess(String text) {
    Map<Language, Integer> found = new EnumMap<>(Language.class);
    boolean ukrainian = false;
    int end = Math.min(text.length(), GUESSED_FROM_CHARS);
    for (int i = 0; i < end; i++) {
      int start = i;
      while (i < end && Character.isLetter(text.charAt(i))) {
        ukrainian |= "іїєґ".indexOf(Character.toLowerCase(text.charAt(i))) >= 0;
        i++;
      }
      if (i > start) {
        char[] word = text.substring(start, i).toLowerCase(Locale.ROOT).toCharArray();
        stems.forEach(
            (language, known) -> {
              if (known.smallWords().contains(word, 0, word.length)) {
                found.merge(language, 1, Integer::sum);
              }
            });
      }
    }
    Language best = null;
    int most = 0;
    for (Map.Entry<Language, Integer> entry : found.entrySet()) {
      if (entry.getValue() > most) {
        best = entry.getKey();
        most = entry.getValue();
      }
    }
    return best == Language.RU && ukrainian ? null : best;
  }

  private static Map<Language, Stems> stems() {
    Map<Language, Stems> stems = new EnumMap<>(Language.class);
    CharArraySet english = englishStopWords();
    stems.put(Language.EN, new Stems(new EnglishAnalyzer(english), english));
    stems.put(Language.FR, new Stems(new FrenchAnalyzer(), FrenchAnalyzer.getDefaultStopSet()));
    stems.put(Language.ES, new Stems(new SpanishAnalyzer(), SpanishAnalyzer.getDefaultStopSet()));
    stems.put(Language.RU, new Stems(new RussianAnalyzer(), RussianAnalyzer.getDefaultStopSet()));
    stems.put(Language.AR, new Stems(new ArabicAnalyzer(), ArabicAnalyzer.getDefaultStopSet()));
    stems.put(Language.DE, new Stems(new GermanAnalyzer(), GermanAnalyzer.getDefaultStopSet()));
    stems.put(
        Language.PT, new Stems(new PortugueseAnalyzer(), PortugueseAnalyzer.getDefaultStopSet()));
    stems.put(Language.IT, new Stems(new ItalianAnalyzer(), ItalianAnalyzer.getDefaultStopSet()));
    stems.put(Language.NL, new Stems(new DutchAnalyzer(), DutchAnalyzer.getDefaultStopSet()));
    stems.put(Language.TR, new Stems(new TurkishAnalyzer(), TurkishAnalyzer.getDefaultStopSet()));
    stems.put(Language.HI, new Stems(new HindiAnalyzer(), HindiAnalyzer.getDefaultStopSet()));
    stems.put(
        Language.ID, new Stems(new IndonesianAnalyzer(), IndonesianAnalyzer.getDefaultStopSet()));
    return stems;
  }

  // Lucene's own list for English is short: "what" and "how" would count as words that tell.
  private static CharArraySet englishStopWords() {
    try (InputStream list =
        RussianAnalyzer.class.getResourceAsStream(
            "/org/apache/lucene/analysis/snowball/english_stop.txt")) {
      if (list == null) {
        return EnglishAnalyzer.getDefaultStopSet();
      }
      return WordlistLoader.getSnowballWordSet(new InputStreamReader(list, StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Words as they stand. Single CJK characters are kept for those who ask for one. */
  private static final class Plain extends Analyzer {
    private final boolean singles;

    Plain(boolean singles) {
      this.singles = singles;
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
      Tokenizer words = new StandardTokenizer();
      TokenStream folded = new LowerCaseFilter(new CJKWidthFilter(words));
      int all =
          CJKBigramFilter.HAN
              | CJKBigramFilter.HIRAGANA
              | CJKBigramFilter.KATAKANA
              | CJKBigramFilter.HANGUL;
      return new TokenStreamComponents(
          words, new ASCIIFoldingFilter(new CJKBigramFilter(folded, all, singles)));
    }
  }
}
