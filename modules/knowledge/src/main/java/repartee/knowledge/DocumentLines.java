package repartee.knowledge;

import java.util.Arrays;

/** Which line of a document a character stands on; lines end with LF, CRLF or CR. */
final class DocumentLines {
  private final int[] starts;

  DocumentLines(String document) {
    int[] found = new int[16];
    int count = 1;
    for (int i = 0; i < document.length(); i++) {
      char c = document.charAt(i);
      boolean first = c == '\r' && i + 1 < document.length() && document.charAt(i + 1) == '\n';
      if (c == '\n' || (c == '\r' && !first)) {
        found = count == found.length ? Arrays.copyOf(found, count * 2) : found;
        found[count++] = i + 1;
      }
    }
    starts = Arrays.copyOf(found, count);
  }

  /** From 1 on; a line's end belongs to it. */
  int lineAt(int offset) {
    int at = Arrays.binarySearch(starts, offset);
    return at >= 0 ? at + 1 : -at - 1;
  }
}
