package repartee.contract;

/**
 * Makes a text that comes in pieces fit for the log and the stream: whole UTF-16, no NUL, and never
 * the magic number, into whose middle a zero-width space is put.
 *
 * <p>It holds back only what it cannot know yet: a high surrogate, or the second half of what may
 * become the magic number. What it has let go never changes.
 */
public final class TextGuard {
  private static final String MAGIC = DelimitedStreamWriter.MAGIC;
  private static final int HALF = MAGIC.length() / 2;
  private static final char ZERO_WIDTH_SPACE = '\u200B';
  private static final char REPLACEMENT = '\uFFFD';
  private static final int[] FALLBACK = fallback();

  private final StringBuilder held = new StringBuilder();
  private char high;
  private int matched;

  /** The whole of a text, guarded at once. */
  public static String guard(String text) {
    TextGuard guard = new TextGuard();
    return guard.accept(text) + guard.end();
  }

  /** What may be let go after this piece; possibly nothing. */
  public String accept(String piece) {
    StringBuilder out = new StringBuilder(piece.length() + 2);
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      if (high != 0) {
        if (Character.isLowSurrogate(c)) {
          pass(high, out);
          pass(c, out);
          high = 0;
          continue;
        }
        pass(REPLACEMENT, out);
        high = 0;
      }
      if (Character.isHighSurrogate(c)) {
        high = c;
      } else if (c == 0 || Character.isLowSurrogate(c)) {
        pass(REPLACEMENT, out);
      } else {
        pass(c, out);
      }
    }
    return out.toString();
  }

  /** What was held back to the last. */
  public String end() {
    StringBuilder out = new StringBuilder();
    if (high != 0) {
      pass(REPLACEMENT, out);
      high = 0;
    }
    out.append(held);
    held.setLength(0);
    matched = 0;
    return out.toString();
  }

  /** One step of Knuth, Morris and Pratt's search for the magic number. */
  private void pass(char c, StringBuilder out) {
    while (matched > 0 && MAGIC.charAt(matched) != c) {
      matched = FALLBACK[matched - 1];
    }
    if (MAGIC.charAt(matched) == c) {
      matched++;
    }
    held.append(c);
    if (matched == MAGIC.length()) {
      out.append(ZERO_WIDTH_SPACE).append(held);
      held.setLength(0);
      matched = 0;
    }
    int free = held.length() - Math.max(0, matched - HALF);
    out.append(held, 0, free);
    held.delete(0, free);
  }

  private static int[] fallback() {
    int[] table = new int[MAGIC.length()];
    for (int i = 1, k = 0; i < table.length; i++) {
      while (k > 0 && MAGIC.charAt(i) != MAGIC.charAt(k)) {
        k = table[k - 1];
      }
      if (MAGIC.charAt(i) == MAGIC.charAt(k)) {
        k++;
      }
      table[i] = k;
    }
    return table;
  }
}
