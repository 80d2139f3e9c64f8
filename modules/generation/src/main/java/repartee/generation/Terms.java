package repartee.generation;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import repartee.contract.Language;

/** The words by which a question and a sentence are compared. */
final class Terms {
  // Word beginnings stand for all forms of a word, in every language that has endings.
  private static final int STEM_CHARS = 6;
  private static final Pattern WORD =
      Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}]+|[\\p{L}\\p{M}\\p{N}]+");

  private Terms() {}

  /** The terms of a question, without the small words of its language if others are left. */
  static Set<String> asked(String question, Language language) {
    Set<String> small = FunctionWords.of(language);
    Set<String> telling = new HashSet<>();
    Matcher words = WORD.matcher(question.toLowerCase(Locale.ROOT));
    while (words.find()) {
      if (!small.contains(words.group())) {
        add(words.group(), telling);
      }
    }
    return telling.isEmpty() ? of(question) : telling;
  }

  static Set<String> of(String text) {
    Set<String> terms = new HashSet<>();
    Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (words.find()) {
      add(words.group(), terms);
    }
    return terms;
  }

  /** What the JDK calls a language. */
  static Locale locale(Language language) {
    return Locale.forLanguageTag(language == Language.JP ? "ja" : language.code());
  }

  private static void add(String word, Set<String> terms) {
    if (!isUnspaced(word)) {
      String singular = word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
      terms.add(singular.substring(0, Math.min(STEM_CHARS, singular.length())));
    } else if (word.length() == 1) {
      terms.add(word);
    }
    for (int i = 0; isUnspaced(word) && i < word.length() - 1; i++) {
      terms.add(word.substring(i, i + 2));
    }
  }

  private static boolean isUnspaced(String word) {
    return switch (Character.UnicodeScript.of(word.codePointAt(0))) {
      case HAN, HIRAGANA, KATAKANA -> true;
      default -> false;
    };
  }
}
