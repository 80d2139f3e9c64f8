package repartee.routing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which bytes a {@code Range} header asks for (RFC 9110, section 14.1.2). */
sealed interface ByteRange {
  /** The last byte of who asks for all that comes. */
  long OPEN = Long.MAX_VALUE;

  Pattern FORM =
      Pattern.compile("\\s*bytes\\s*=\\s*(\\d{0,100})-(\\d{0,100})\\s*", Pattern.CASE_INSENSITIVE);

  /** From one byte to another, both included, counted from 0. */
  record Between(long first, long last) implements ByteRange {}

  /** So many at the end. */
  record Last(long count) implements ByteRange {}

  /**
   * Absent if there is no such header, or none that we follow: of another unit, malformed, or for
   * several ranges, which RFC 9110, section 14.2, lets a server ignore.
   */
  static @Nullable ByteRange parse(@Nullable String header) {
    Matcher matcher = FORM.matcher(header == null ? "" : header);
    if (!matcher.matches()) {
      return null;
    }
    String first = matcher.group(1);
    String last = matcher.group(2);
    if (first.isEmpty()) {
      return last.isEmpty() ? null : new Last(number(last));
    }
    long from = number(first);
    long to = last.isEmpty() ? OPEN : number(last);
    return to < from ? null : new Between(from, to);
  }

  // No text has so many bytes: what is larger than a long is as far beyond its end as the largest.
  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException huge) {
      return Long.MAX_VALUE;
    }
  }
}
