package repartee.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The orderly end: what was started last is stopped first, once, within a bound; then it ends the
 * process with the code that fits.
 *
 * <p>SIGTERM, Ctrl-C and a failed start end in the same way, and before the JVM runs any hook:
 * hooks run side by side, and that of the embedding library takes its memory back while questions
 * are still being answered, which crashes the process.
 */
final class Shutdown {
  private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

  private final Deque<Step> steps = new ArrayDeque<>();
  private final AtomicBoolean ending = new AtomicBoolean();
  private final int timeoutMs;
  private boolean begun;
  private volatile int exitCode;

  private record Step(String name, AutoCloseable part) {}

  /** That ends nothing by itself. */
  Shutdown(int timeoutMs) {
    this.timeoutMs = timeoutMs;
  }

  /** From now on, the process ends through it. */
  static Shutdown install(int timeoutMs) {
    Shutdown shutdown = new Shutdown(timeoutMs);
    Signals.on("TERM", shutdown::run);
    Signals.on("INT", shutdown::run);
    // For whoever else ends the JVM.
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
    run();
  }

  private void run() {
    if (!ending.compareAndSet(false, true)) {
      awaitHalt();
      return;
    }
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

  /** Somebody else has begun, and will halt the JVM. */
  private static void awaitHalt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** What was started last first; the process goes on. */
  void stopAll() {
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
