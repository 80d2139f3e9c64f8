package repartee.server;

import java.util.Collection;
import java.util.Comparator;

/** What somebody who mistyped a name may have meant. */
final class Nearest {
  private Nearest() {}

  /** A question to put behind a complaint; empty if nothing is near. */
  static String hint(String typed, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(typed, name)))
        .filter(name -> distance(typed, name) <= Math.max(2, name.length() / 3))
        .map(name -> " Did you mean " + name + "?")
        .orElse("");
  }

  /** Levenshtein's: how many characters to insert, delete or replace. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replace = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
