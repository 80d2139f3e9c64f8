package repartee.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An open loop: turns start when they are meant to, whatever became of the earlier ones, and their
 * time counts from then on (else a stall would hide the turns that it kept from starting).
 */
record Pace(int perSecond, int seconds) {

  /** What is to start; {@code intendedNs} is on the clock of {@link System#nanoTime()}. */
  @FunctionalInterface
  interface Start {
    void at(int turn, long intendedNs);
  }

  int turns() {
    return perSecond * seconds;
  }

  /** When a turn is meant to start. */
  long intendedNs(long beginNs, int turn) {
    return beginNs + TimeUnit.SECONDS.toNanos(1) * turn / perSecond;
  }

  /** Starts every turn from the calling thread, which waits in between. */
  void run(Start start) {
    long beginNs = System.nanoTime();
    for (int turn = 0; turn < turns(); turn++) {
      long intendedNs = intendedNs(beginNs, turn);
      for (long wait; (wait = intendedNs - System.nanoTime()) > 0; ) {
        LockSupport.parkNanos(wait);
      }
      start.at(turn, intendedNs);
    }
  }
}
