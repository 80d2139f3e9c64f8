package repartee.generation;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;
import repartee.contract.AnswerPiece;
import repartee.contract.MessageState;
import repartee.contract.Problem;

/** Cuts what a reader gets from a text, at whole characters. */
final class Pieces {
  private Pieces() {}

  /** From the first {@code length} units of a text; the last piece says how the text ended. */
  static Future<AnswerPiece> cut(
      CharSequence text,
      int length,
      int from,
      int charsMax,
      MessageState state,
      Problem.@Nullable Kind failure) {
    if (from < 0 || from > length || splitsCharacter(text, from)) {
      return Future.failedFuture(
          new Problem(
              Problem.Kind.INVALID,
              "The offset lies outside the answer's text. Please read on where you stopped."));
    }
    int end = Math.min(length, from + Math.max(2, charsMax));
    if (splitsCharacter(text, end)) {
      end--;
    }
    boolean last = end == length;
    return Future.succeededFuture(
        new AnswerPiece(
            text.subSequence(from, end).toString(),
            last ? state : MessageState.STREAMING,
            last ? failure : null));
  }

  private static boolean splitsCharacter(CharSequence text, int at) {
    return at > 0
        && at < text.length()
        && Character.isHighSurrogate(text.charAt(at - 1))
        && Character.isLowSurrogate(text.charAt(at));
  }
}
