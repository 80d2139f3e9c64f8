package repartee.reader;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import repartee.contract.TextMark;
import repartee.contract.TextPiece;

/** Gathers a file's text, and hands it on in pieces; more than may be is refused. */
final class TextPieces {
  // A piece ends at the first border behind this, which leaves room for a long paragraph.
  private static final int CHARS_USUALLY = 64_000;
  private static final int MARKS_MAX = 500;
  private static final int HEADING_CHARS_MAX = 200;

  private final StringBuilder text = new StringBuilder();
  private final List<TextMark> marks = new ArrayList<>();
  private final Sink sink;
  private final int charsMax;
  private long chars;
  private boolean words;
  private @Nullable String heading;
  private @Nullable Integer page;

  /** Takes a piece. */
  @FunctionalInterface
  interface Sink {
    void take(TextPiece piece);
  }

  TextPieces(int charsMax, Sink sink) {
    this.charsMax = charsMax;
    this.sink = sink;
  }

  /** What is no character of a text, such as NUL, becomes a space. */
  void append(char c) {
    if (++chars > charsMax) {
      throw new StoppedException(Refusal.TOO_MUCH_TEXT);
    }
    if (text.length() >= TextPiece.CHARS_MAX - 1 && !Character.isLowSurrogate(c)) {
      emit();
    }
    boolean control = c < ' ' && c != '\n' && c != '\t' && c != '\r';
    text.append(control || c == '\uFFFE' || c == '\uFFFF' ? ' ' : c);
    words |= Character.isLetterOrDigit(c) || Character.isSurrogate(c);
  }

  void append(CharSequence more) {
    for (int i = 0; i < more.length(); i++) {
      append(more.charAt(i));
    }
  }

  /** A paragraph or a row ends here. */
  void border() {
    if (text.length() >= CHARS_USUALLY || marks.size() >= MARKS_MAX) {
      emit();
    }
  }

  void page(int number) {
    page = number;
    mark();
  }

  void heading(String words) {
    String line = words.strip();
    heading = line.length() > HEADING_CHARS_MAX ? shortened(line) : line.isEmpty() ? null : line;
    mark();
  }

  private static String shortened(String line) {
    int end = HEADING_CHARS_MAX - 1;
    return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  char last() {
    return text.isEmpty() ? '\n' : text.charAt(text.length() - 1);
  }

  /** Hands on the rest. Fails if there was no word in all of it. */
  void end() {
    if (!words) {
      throw new StoppedException(Refusal.NO_TEXT);
    }
    if (!text.isEmpty()) {
      emit();
    }
  }

  private void mark() {
    int at = text.length();
    if (!marks.isEmpty() && marks.getLast().at() == at) {
      marks.removeLast();
    }
    boolean same =
        !marks.isEmpty()
            && Objects.equals(marks.getLast().heading(), heading)
            && Objects.equals(marks.getLast().page(), page);
    if (!same) {
      marks.add(new TextMark(at, heading, page));
    }
  }

  private void emit() {
    if (marks.isEmpty() || marks.getFirst().at() > 0) {
      marks.addFirst(new TextMark(0, null, null));
    }
    sink.take(new TextPiece(whole(text), marks));
    text.setLength(0);
    marks.clear();
    mark();
  }

  // Half a character is none.
  private static String whole(StringBuilder text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        text.setCharAt(i, '\uFFFD');
      }
    }
    return text.toString();
  }
}
