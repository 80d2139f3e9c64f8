package repartee.generation;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import repartee.contract.AnswerPiece;
import repartee.contract.AnswerRef;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.contract.StreamHeader;

/**
 * An answer in memory: a text that only grows, kept once however many read it, and the readers that
 * wait for more of it. Safe for threads.
 */
final class LiveAnswer {
  private final AnswerRef ref;
  private final Promise<StreamHeader> header = Promise.promise();
  private final StringBuilder text = new StringBuilder();
  private List<Waiting> waiting = new ArrayList<>();
  private MessageState state = MessageState.STREAMING;
  private Problem.@Nullable Kind failure;
  private @Nullable Problem gone;

  private record Waiting(int from, int charsMax, long untilNanos, Promise<AnswerPiece> reader) {}

  LiveAnswer(AnswerRef ref) {
    this.ref = ref;
  }

  AnswerRef ref() {
    return ref;
  }

  /** Known once the passages are; fails if there will be no answer. */
  Future<StreamHeader> header() {
    return header.future();
  }

  void headed(StreamHeader known) {
    header.tryComplete(known);
  }

  void headless(Problem problem) {
    header.tryFail(problem);
  }

  synchronized int length() {
    return text.length();
  }

  synchronized String text() {
    return text.toString();
  }

  /** Adds to the text and wakes all who wait; whole characters only. */
  void append(String piece) {
    List<Waiting> woken;
    synchronized (this) {
      text.append(piece);
      woken = takeWaiting();
    }
    serve(woken);
  }

  /** Tells the end; only called once the answer is as durable as it will be. */
  void end(MessageState how, Problem.@Nullable Kind why) {
    List<Waiting> woken;
    synchronized (this) {
      state = how;
      failure = why;
      woken = takeWaiting();
    }
    serve(woken);
  }

  /** There is no such answer any more: readers fail, now and later. */
  void abandon(Problem problem) {
    headless(problem);
    List<Waiting> woken;
    synchronized (this) {
      gone = problem;
      woken = takeWaiting();
    }
    serve(woken);
  }

  /** What there is after {@code from}, as soon as there is anything. */
  Future<AnswerPiece> read(int from, int charsMax, long untilNanos) {
    synchronized (this) {
      boolean over = gone != null || state != MessageState.STREAMING;
      if (!over && from == text.length()) {
        Promise<AnswerPiece> reader = Promise.promise();
        waiting.add(new Waiting(from, charsMax, untilNanos, reader));
        return reader.future();
      }
    }
    return now(from, charsMax);
  }

  /** Tells those who have waited long enough that there is nothing yet. */
  void expire(long nowNanos) {
    List<Waiting> tired = new ArrayList<>();
    synchronized (this) {
      if (waiting.isEmpty()) {
        return;
      }
      waiting.removeIf(
          one -> {
            boolean expired = one.untilNanos - nowNanos <= 0;
            if (expired) {
              tired.add(one);
            }
            return expired;
          });
    }
    serve(tired);
  }

  private List<Waiting> takeWaiting() {
    if (waiting.isEmpty()) {
      return List.of();
    }
    List<Waiting> taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }

  private void serve(List<Waiting> readers) {
    Waiting before = null;
    Future<AnswerPiece> piece = null;
    for (Waiting one : readers) {
      // Readers mostly wait at the same place: they share one piece.
      if (before == null || piece == null || before.from != one.from) {
        piece = now(one.from, one.charsMax);
        before = one;
      }
      piece.onComplete(one.reader);
    }
  }

  private synchronized Future<AnswerPiece> now(int from, int charsMax) {
    if (gone != null) {
      return Future.failedFuture(gone);
    }
    return cut(text, from, charsMax, state, failure);
  }

  private static Future<AnswerPiece> cut(
      StringBuilder text,
      int from,
      int charsMax,
      MessageState state,
      Problem.@Nullable Kind failure) {
    if (from < 0 || from > text.length() || splitsCharacter(text, from)) {
      return Future.failedFuture(
          new Problem(
              Problem.Kind.INVALID,
              "The offset lies outside the answer's text. Please read on where you stopped."));
    }
    int end = Math.min(text.length(), from + Math.max(2, charsMax));
    if (splitsCharacter(text, end)) {
      end--;
    }
    boolean last = end == text.length();
    return Future.succeededFuture(
        new AnswerPiece(
            text.substring(from, end),
            last ? state : MessageState.STREAMING,
            last ? failure : null));
  }

  private static boolean splitsCharacter(StringBuilder text, int at) {
    return at > 0
        && at < text.length()
        && Character.isHighSurrogate(text.charAt(at - 1))
        && Character.isLowSurrogate(text.charAt(at));
  }
}
