package repartee.crawler;

import java.util.List;

/**
 * Patterns of addresses: {@code *} is any characters, {@code ?} one. A pattern that begins with
 * {@code /} is one of path and query, any other one of the whole address.
 */
final class Glob {
  private Glob() {}

  static boolean isWanted(WebUrl url, List<String> include, List<String> exclude) {
    return (include.isEmpty() || fitsAny(url, include)) && !fitsAny(url, exclude);
  }

  static boolean fitsAny(WebUrl url, List<String> patterns) {
    return patterns.stream()
        .anyMatch(pattern -> fits(pattern, pattern.startsWith("/") ? url.target() : url.text()));
  }

  /** In time that grows with the product of both lengths, whatever the pattern. */
  static boolean fits(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int mark = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        mark = t;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++mark;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
