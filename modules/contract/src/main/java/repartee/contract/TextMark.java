package repartee.contract;

import org.jspecify.annotations.Nullable;

/**
 * From this place of a text on, this heading and this page hold.
 *
 * @param at the place, in UTF-16 units
 * @param heading the heading above it, where there is one
 * @param page from 1 on; absent where the file knows no pages
 */
public record TextMark(int at, @Nullable String heading, @Nullable Integer page) {
  /** Fails with {@link IllegalArgumentException} where there is no such place or page. */
  public TextMark {
    if (at < 0 || (page != null && page < 1)) {
      throw new IllegalArgumentException("no such place or page");
    }
  }
}
