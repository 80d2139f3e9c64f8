package repartee.generation;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import repartee.contract.Grounded;

/**
 * Holds an answer to its passages: does each {@code [n]} name one of them, does each quotation
 * stand in one of them? What is quoted from the question itself says nothing either way.
 */
final class Citations {
  private static final Pattern CODE =
      Pattern.compile("```.*?(?:```|\\z)|`[^`\\n]*`", Pattern.DOTALL);
  // [1], [1, 3] and [1-3], but not the text of a link.
  private static final Pattern CITATION =
      Pattern.compile("\\[(\\d{1,4}(?:\\s*[,;–-]\\s*\\d{1,4}){0,20})\\](?!\\()");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern QUOTATION =
      Pattern.compile(
          "[“„]([^“„”]*)[“”]|«([^«»]*)»|»([^«»]*)«|「([^「」]*)」|『([^『』]*)』|\"([^\"\\n]*)\"");
  private static final Pattern LEFT_OUT = Pattern.compile("\\[?(?:…|\\.{3})\\]?");
  private static final Pattern LINK = Pattern.compile("!?\\[([^\\]]*)\\]\\([^)\\s]*\\)");
  private static final Pattern MARKUP = Pattern.compile("[*_#>|`\"“”„«»「」『』]");
  private static final Pattern APOSTROPHE = Pattern.compile("[’‘ʼ]");
  private static final Pattern DASH = Pattern.compile("[‐‑–—]");
  private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");
  private static final Pattern EDGES = Pattern.compile("^[\\p{P}\\s]+|[\\p{P}\\s]+$");
  // Fewer words are the name of a button, or a word that is meant otherwise.
  private static final int WORDS_MIN = 3;
  private static final int UNSPACED_CHARS_MIN = 6;

  private final int passages;
  private final String known;
  private final String asked;
  private int good;
  private int bad;

  private Citations(Prompt prompt) {
    this.passages = prompt.passages().size();
    this.known =
        prompt.passages().stream()
            .map(passage -> plain(passage.content()))
            .collect(Collectors.joining("\n"));
    this.asked = plain(prompt.question());
  }

  /** Null where there is nothing to hold it to: it says nothing, or its bot cites no sources. */
  static @Nullable Grounded check(Prompt prompt, String answer) {
    if (prompt.answered()) {
      return Grounded.TRUE;
    }
    if (!prompt.settings().isQaMode() || answer.isBlank()) {
      return null;
    }
    Citations citations = new Citations(prompt);
    String said = CODE.matcher(answer).replaceAll(" ");
    citations.checkCitations(said);
    citations.checkQuotations(CITATION.matcher(said).replaceAll(""));
    if (citations.good == 0) {
      return Grounded.FALSE;
    }
    return citations.bad == 0 ? Grounded.TRUE : Grounded.PARTLY;
  }

  private void checkCitations(String said) {
    Matcher citation = CITATION.matcher(said);
    while (citation.find()) {
      Matcher number = NUMBER.matcher(citation.group(1));
      while (number.find()) {
        int cited = Integer.parseInt(number.group());
        count(cited >= 1 && cited <= passages);
      }
    }
  }

  private void checkQuotations(String said) {
    Matcher quotation = QUOTATION.matcher(said);
    while (quotation.find()) {
      String quoted = quotation.group();
      List<String> parts =
          LEFT_OUT
              .splitAsStream(quoted)
              .map(part -> EDGES.matcher(plain(part)).replaceAll(""))
              .filter(part -> !part.isEmpty())
              .toList();
      if (tells(String.join(" ", parts)) && !parts.stream().allMatch(asked::contains)) {
        count(parts.stream().allMatch(known::contains));
      }
    }
  }

  private void count(boolean isThere) {
    good += isThere ? 1 : 0;
    bad += isThere ? 0 : 1;
  }

  private static boolean tells(String quoted) {
    boolean unspaced = quoted.codePoints().anyMatch(Citations::isUnspaced);
    return unspaced
        ? quoted.length() >= UNSPACED_CHARS_MIN
        : quoted.chars().filter(c -> c == ' ').count() >= WORDS_MIN - 1;
  }

  private static boolean isUnspaced(int character) {
    return switch (Character.UnicodeScript.of(character)) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
      default -> false;
    };
  }

  /** Without what printing and markdown add to words. */
  private static String plain(String text) {
    String plain = Normalizer.normalize(LINK.matcher(text).replaceAll("$1"), Normalizer.Form.NFKC);
    plain = APOSTROPHE.matcher(plain).replaceAll("'");
    plain = DASH.matcher(plain).replaceAll("-");
    plain = MARKUP.matcher(plain).replaceAll("");
    return SPACES.matcher(plain).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
  }
}
