package repartee.bench;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Counts the turns of one round; lives on one event loop. */
final class Tally {
  /** A round with so many failures is given up. */
  static final int FAILED_MAX = 1_000;

  private static final int AWAIT_MINUTES = 10;
  private static final long LATENCY_MAX_US = TimeUnit.MINUTES.toMicros(10);

  private final Histogram latencies = new Histogram(LATENCY_MAX_US, 3);
  private final long beginNs = System.nanoTime();
  private long endNs = beginNs;
  private long failed;
  private @Nullable Throwable firstFailure;

  /** A turn is over that was meant to start then; with the cause why it failed, if it did. */
  void count(long intendedNs, @Nullable Throwable failure) {
    endNs = System.nanoTime();
    if (failure == null) {
      latencies.recordValue(Math.min(micros(endNs - intendedNs), LATENCY_MAX_US));
    } else {
      failed++;
      firstFailure = firstFailure == null ? failure : firstFailure;
    }
  }

  /** Nanoseconds in whole microseconds, the unit of every histogram here. */
  static long micros(long nanos) {
    return Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos));
  }

  /** Waits for what a round has begun; a system that never answers ends the run. */
  static <T> T await(Future<T> begun) {
    try {
      return begun.await(AWAIT_MINUTES, TimeUnit.MINUTES);
    } catch (TimeoutException never) {
      throw new IllegalStateException("no end after " + AWAIT_MINUTES + " minutes", never);
    }
  }

  Histogram latencies() {
    return latencies;
  }

  long turns() {
    return latencies.getTotalCount();
  }

  long failed() {
    return failed;
  }

  Duration lasted() {
    return Duration.ofNanos(endNs - beginNs);
  }

  double perSecond() {
    return turns() * 1e9 / Math.max(1, lasted().toNanos());
  }

  /** Refuses a round that measured failures, with the first of them. */
  Tally checked(String contender) {
    if (failed >= FAILED_MAX || turns() == 0) {
      throw new IllegalStateException(
          "%s: %d turns failed, %d did not. The first failure: %s"
              .formatted(contender, failed, turns(), firstFailure),
          firstFailure);
    }
    return this;
  }
}
