package repartee.crawler;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Path and query as they are sent: no dots that climb, and nothing that ends a line. */
final class UrlTarget {
  private static final String NOT_IN_PATHS = "\"#<>?`{}^|\\";
  private static final String NOT_IN_QUERIES = "\"#<>'";

  private UrlTarget() {}

  static String written(String target) {
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    String query = question < 0 ? "" : target.substring(question + 1);
    return path(path) + (query.isEmpty() ? "" : "?" + encoded(query, NOT_IN_QUERIES));
  }

  private static String path(String path) {
    List<String> kept = new ArrayList<>();
    String[] segments = path.split("/", -1);
    for (int i = 1; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      switch (segments[i].toLowerCase(Locale.ROOT).replace("%2e", ".")) {
        case "." -> {
          if (last) {
            kept.add("");
          }
        }
        case ".." -> {
          if (!kept.isEmpty()) {
            kept.removeLast();
          }
          if (last) {
            kept.add("");
          }
        }
        default -> kept.add(encoded(segments[i], NOT_IN_PATHS));
      }
    }
    return "/" + String.join("/", kept);
  }

  private static String encoded(String text, String not) {
    StringBuilder written = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xff;
      if (c > ' ' && c < 127 && not.indexOf(c) < 0) {
        written.append((char) c);
      } else {
        written.append('%').append(String.format("%02X", c));
      }
    }
    return written.toString();
  }
}
