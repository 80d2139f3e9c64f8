package repartee.generation;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import repartee.contract.TextGuard;

/** Where a model writes: guards the text, bounds it, and knows whether more is wanted. */
final class Draft {
  private final LiveAnswer answer;
  private final int charsMax;
  private final TextGuard guard = new TextGuard();
  private final long begunNanos = System.nanoTime();
  private @Nullable Runnable whenStopped;
  private boolean stopped;
  private boolean overflown;
  private int length;
  private @Nullable Integer firstTextMs;

  Draft(LiveAnswer answer, int charsMax) {
    this.answer = answer;
    this.charsMax = charsMax;
  }

  /** Adds what the model says next; from one event loop only. */
  void add(String piece) {
    if (!stopped) {
      append(guard.accept(piece));
    }
  }

  /** Nothing more is wanted: the model is told at once. */
  void stop() {
    if (!stopped) {
      stopped = true;
      if (whenStopped != null) {
        whenStopped.run();
      }
    }
  }

  /** What to do when nothing more is wanted. */
  void whenStopped(Runnable action) {
    whenStopped = action;
    if (stopped) {
      action.run();
    }
  }

  boolean stopped() {
    return stopped;
  }

  /** The text grew beyond its bound and was ended there. */
  boolean overflown() {
    return overflown;
  }

  boolean isEmpty() {
    return length == 0;
  }

  /** How long the first text took; null if there was none. */
  @Nullable Integer firstTextMs() {
    return firstTextMs;
  }

  /** Lets go what the guard held back to the last. */
  void finish() {
    append(guard.end());
  }

  private void append(String guarded) {
    if (guarded.isEmpty() || overflown) {
      return;
    }
    String fits = guarded;
    if (length + guarded.length() > charsMax) {
      int end = charsMax - length;
      if (end > 0 && Character.isHighSurrogate(guarded.charAt(end - 1))) {
        end--;
      }
      fits = guarded.substring(0, end);
      overflown = true;
    }
    if (!fits.isEmpty()) {
      if (isEmpty()) {
        long tookNanos = System.nanoTime() - begunNanos;
        Measures.firstText(tookNanos);
        firstTextMs = (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(tookNanos));
      }
      length += fits.length();
      answer.append(fits);
    }
    if (overflown) {
      stop();
    }
  }
}
