package repartee.contract;

import java.util.List;

/**
 * A part of a file's text that begins and, but for monstrous paragraphs, ends with a paragraph; all
 * of them one after the other are the whole text.
 *
 * @param marks in order; the first stands at 0
 */
public record TextPiece(String text, List<TextMark> marks) {
  /** The longest text; its marks are at most 500, and their headings short. */
  public static final int CHARS_MAX = 100_000;

  public TextPiece {
    marks = List.copyOf(marks);
  }
}
