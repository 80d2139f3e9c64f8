package repartee.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what is to become true. */
final class Poll {
  private static final long EVERY_NS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long AT_MOST_NS = TimeUnit.SECONDS.toNanos(60);

  private Poll() {}

  static void until(BooleanSupplier isTrue) {
    long deadline = System.nanoTime() + AT_MOST_NS;
    while (!isTrue.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("it did not become true");
      }
      LockSupport.parkNanos(EVERY_NS);
    }
  }
}
