package repartee.knowledge;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a document into passages: at the end of a paragraph where one is near, else of a sentence, a
 * line, a word; through a word only where it alone is longer than a passage may be.
 *
 * <p>Sizes are UTF-16 units. What a passage repeats of the one before is at most half its size, so
 * that each one brings something new.
 */
final class PassageSplitter {
  private static final Pattern PARAGRAPH_END =
      Pattern.compile("(?:\\r\\n|\\r|\\n)[ \\t]*(?:\\r\\n|\\r|\\n)\\s*");
  private static final Pattern LINE_END = Pattern.compile("\\r\\n|\\r|\\n");
  private static final Pattern SPACE_END = Pattern.compile("\\s+");

  private final String document;
  private final int size;
  private final int overlap;
  private final DocumentLines lines;
  private final List<Piece> pieces = new ArrayList<>();

  /**
   * A passage's text, where in the document it begins, and the lines on which it begins and ends,
   * from 1 on.
   */
  record Piece(String text, int at, int fromLine, int toLine) {}

  private PassageSplitter(String document, int size, int overlap) {
    this.document = document;
    this.size = Math.max(1, size);
    this.overlap = Math.clamp(overlap, 0, this.size / 2);
    this.lines = new DocumentLines(document);
  }

  /** In the document's order; none where it is blank. */
  static List<Piece> split(String document, int size, int overlap) {
    return new PassageSplitter(document, size, overlap).pieces();
  }

  private List<Piece> pieces() {
    int start = skipSpace(0);
    int covered = start;
    while (start < document.length()) {
      int cut = cut(start, covered);
      if (cut <= covered) {
        // The next word fits no more behind what is repeated: then nothing is.
        start = covered;
        cut = cut(start, covered);
      }
      if (cut <= covered) {
        cut = cutWord(start);
      }
      add(start, cut);
      covered = skipSpace(cut);
      start = covered == document.length() ? covered : repeatFrom(start, cut, covered);
    }
    return pieces;
  }

  /** Where the passage that begins at {@code start} ends; {@code covered} if no border is near. */
  private int cut(int start, int covered) {
    if (contentEnd(document.length()) - start <= size) {
      return document.length();
    }
    int limit = start + size;
    int half = Math.max(covered, start + size / 2);
    // Space after the last word that fits belongs to it, however much there is.
    String window = document.substring(start, skipSpace(limit));
    int cut = lastBorder(PARAGRAPH_END, window, start, half, limit);
    if (cut <= covered) {
      cut = lastSentence(window, start, half, limit);
    }
    if (cut <= covered) {
      cut = lastBorder(LINE_END, window, start, half, limit);
    }
    if (cut <= covered) {
      cut = lastBorder(SPACE_END, window, start, covered, limit);
    }
    return cut;
  }

  /** The end of the last match whose words before it end within the limit; else {@code after}. */
  private int lastBorder(Pattern border, String window, int start, int after, int limit) {
    int last = after;
    Matcher matcher = border.matcher(window);
    while (matcher.find() && start + matcher.start() <= limit) {
      if (start + matcher.end() > after) {
        last = start + matcher.end();
      }
    }
    return last > after ? last : -1;
  }

  private int lastSentence(String window, int start, int after, int limit) {
    BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
    sentences.setText(window);
    int last = -1;
    // The end of the window is the end of a sentence only by chance.
    for (int end = sentences.next();
        end != BreakIterator.DONE && end < window.length();
        end = sentences.next()) {
      if (start + end > after && isSentenceEnd(start + end) && contentEnd(start + end) <= limit) {
        last = start + end;
      }
    }
    return last;
  }

  // "/b?c=d" goes on behind its question mark; Chinese and Japanese sentences need no space.
  private boolean isSentenceEnd(int at) {
    char before = document.charAt(at - 1);
    return Character.isWhitespace(before) || before >= '\u3000';
  }

  /** Within a word that is longer than a passage: where the language may break it, if anywhere. */
  private int cutWord(int start) {
    int limit = start + size;
    // What stands at the limit decides whether it is a border.
    String window = document.substring(start, Math.min(document.length(), limit + 2));
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(window);
    BreakIterator words = BreakIterator.getWordInstance(Locale.ROOT);
    words.setText(window);
    int cut = borderUpTo(size, words, window.length());
    // The rules for words know less of joined characters than those for characters.
    while (cut > 0 && !characters.isBoundary(cut)) {
      cut = words.preceding(cut);
    }
    if (cut <= 0) {
      cut = borderUpTo(size, characters, window.length());
    }
    if (cut <= 0) {
      // A single character, as people see it, that is larger than a passage.
      cut = Character.isHighSurrogate(window.charAt(size - 1)) ? size - 1 : size;
    }
    return start + Math.max(cut, Character.charCount(window.codePointAt(0)));
  }

  private static int borderUpTo(int limit, BreakIterator borders, int length) {
    if (length <= limit) {
      return length;
    }
    return borders.isBoundary(limit) ? limit : borders.preceding(limit);
  }

  /** Where the next passage begins: within the overlap at a sentence, else at a word. */
  private int repeatFrom(int start, int cut, int covered) {
    int earliest = Math.max(start + 1, cut - overlap);
    if (earliest >= cut) {
      return covered;
    }
    String window = document.substring(start, cut);
    BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
    sentences.setText(window);
    for (int at = sentences.next(); at != BreakIterator.DONE; at = sentences.next()) {
      if (start + at >= earliest && isSentenceEnd(start + at) && skipSpace(start + at) < cut) {
        return skipSpace(start + at);
      }
    }
    Matcher spaces = SPACE_END.matcher(window);
    for (int from = Math.max(0, earliest - start - 1); spaces.find(from); from = spaces.end()) {
      if (start + spaces.end() >= earliest && start + spaces.end() < cut) {
        return start + spaces.end();
      }
      if (spaces.end() >= window.length()) {
        break;
      }
    }
    return covered;
  }

  private void add(int start, int cut) {
    int end = contentEnd(cut);
    if (end > start) {
      pieces.add(
          new Piece(
              document.substring(start, end), start, lines.lineAt(start), lines.lineAt(end - 1)));
    }
  }

  private int skipSpace(int at) {
    int i = at;
    while (i < document.length() && Character.isWhitespace(document.charAt(i))) {
      i++;
    }
    return i;
  }

  private int contentEnd(int at) {
    int i = at;
    while (i > 0 && Character.isWhitespace(document.charAt(i - 1))) {
      i--;
    }
    return i;
  }
}
