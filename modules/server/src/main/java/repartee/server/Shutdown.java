package repartee.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The orderly end: what was started last is stopped first, once, within a bound.
 *
 * <p>It runs as the JVM's hook, so SIGTERM, Ctrl-C and a failed start end in the same way; then it
 * ends the process with the code that fits.
 */
final class Shutdown {
  private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

  private final Deque<Step> steps = new ArrayDeque<>();
  private final int timeoutMs;
  private boolean begun;
  private volatile int exitCode;

  private record Step(String name, AutoCloseable part) {}

  private Shutdown(int timeoutMs) {
    this.timeoutMs = timeoutMs;
  }

  /** From now on, the process ends through it. */
  static Shutdown install(int timeoutMs) {
    Shutdown shutdown = new Shutdown(timeoutMs);
    Runtime.getRuntime().addShutdownHook(new Thread(shutdown::run, "shutdown"));
    return shutdown;
  }

  /** A part that runs from now on. Ends the caller's start if the end has begun meanwhile. */
  <T extends AutoCloseable> T add(String name, T part) {
    boolean tooLate;
    synchronized (this) {
      tooLate = begun;
      if (!tooLate) {
        steps.push(new Step(name, part));
      }
    }
    if (tooLate) {
      stop(new Step(name, part));
      throw new StartFailure("The server was stopped while it started.");
    }
    return part;
  }

  /** Ends the process because it could not start. */
  void fail() {
    exitCode = 1;
    System.exit(1);
  }

  private void run() {
    CountDownLatch done = new CountDownLatch(1);
    Thread.ofPlatform()
        .daemon()
        .name("shutdown-steps")
        .start(
            () -> {
              stopAll();
              done.countDown();
            });
    try {
      if (!done.await(timeoutMs, TimeUnit.MILLISECONDS)) {
        log.error("the orderly end took longer than shutdown_timeout_ms={}", timeoutMs);
        exitCode = 1;
      }
    } catch (InterruptedException interrupted) {
      exitCode = 1;
    }
    // A JVM that ends on a signal says 143; an orderly end says 0.
    Runtime.getRuntime().halt(exitCode);
  }

  private void stopAll() {
    for (Step step = next(); step != null; step = next()) {
      stop(step);
    }
  }

  private synchronized @Nullable Step next() {
    begun = true;
    return steps.poll();
  }

  private static void stop(Step step) {
    try {
      step.part().close();
    } catch (Exception failed) {
      log.error("could not stop {}", step.name(), failed);
    }
  }
}
