package repartee.testkit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Looks again until something is so, for what tells nobody when it has become so. */
public final class Poll {
  private static final long EVERY_NS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long AT_MOST_NS = TimeUnit.SECONDS.toNanos(60);

  private Poll() {}

  /** Returns once it is so; fails after a minute. */
  public static void until(BooleanSupplier so) {
    long beginNs = System.nanoTime();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() - beginNs > AT_MOST_NS) {
        throw new AssertionError("it did not become so");
      }
      LockSupport.parkNanos(EVERY_NS);
    }
  }
}
