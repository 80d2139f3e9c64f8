package repartee.generation;

import io.vertx.core.Future;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.contract.TextPlace;

/** Counts the bytes that a text has in UTF-8, in place: no copy is made of it. */
final class Utf8Places {
  private Utf8Places() {}

  /** Where a byte lies within the first {@code length} units of a text. */
  static Future<TextPlace> locate(
      CharSequence text, int length, long byteOffset, MessageState state) {
    if (byteOffset < 0) {
      return Future.failedFuture(
          new Problem(Problem.Kind.INVALID, "A byte's offset is not below 0."));
    }
    long bytes = 0;
    long bytesBefore = 0;
    int offset = -1;
    int next;
    for (int i = 0; i < length; i = next) {
      next = i + (isPair(text, i, length) ? 2 : 1);
      int size = size(text.charAt(i), next - i);
      if (offset < 0 && byteOffset < bytes + size) {
        offset = i;
        bytesBefore = bytes;
      }
      bytes += size;
    }
    return Future.succeededFuture(
        offset < 0
            ? new TextPlace(length, bytes, bytes, state)
            : new TextPlace(offset, bytesBefore, bytes, state));
  }

  private static boolean isPair(CharSequence text, int at, int length) {
    return Character.isHighSurrogate(text.charAt(at))
        && at + 1 < length
        && Character.isLowSurrogate(text.charAt(at + 1));
  }

  private static int size(char first, int units) {
    if (units == 2) {
      return 4;
    }
    // Half a pair alone is written as a question mark.
    if (first < 0x80 || Character.isSurrogate(first)) {
      return 1;
    }
    return first < 0x800 ? 2 : 3;
  }
}
