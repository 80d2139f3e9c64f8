package repartee.knowledge;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import repartee.contract.Problem;

/** A few threads for one sort of heavy work, with a bounded queue before them. */
final class Lane {
  private static final long IDLE_SECONDS = 30;

  private final Context context;
  private final ThreadPoolExecutor threads;

  /** What was run is answered on {@code context}; an idle lane holds no thread. */
  Lane(Context context, String name, int threads, int waitingMax) {
    this.context = context;
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waitingMax),
            Thread.ofPlatform().name("knowledge-" + name + "-", 0).daemon().factory());
    this.threads.allowCoreThreadTimeOut(true);
    Gauge.builder("repartee.knowledge.waiting", this.threads, all -> all.getQueue().size())
        .description("What waits for a thread, by what is to be done with it.")
        .tag("work", name)
        .register(Metrics.globalRegistry);
  }

  /** Fails with {@code BUSY} at once where too many wait, else as the work does. */
  <T> Future<T> run(Callable<T> work) {
    Promise<T> done = Promise.promise();
    try {
      threads.execute(
          () -> {
            try {
              T result = work.call();
              back(() -> done.complete(result));
            } catch (Exception | LinkageError failure) {
              back(() -> done.fail(failure));
            }
          });
    } catch (RejectedExecutionException full) {
      return Future.failedFuture(busy());
    }
    return done.future();
  }

  /** What is said where too many wait. */
  static Problem busy() {
    return new Problem(Problem.Kind.BUSY, "The server is busy. Please try again in a moment.");
  }

  private void back(Runnable answer) {
    try {
      context.runOnContext(there -> answer.run());
    } catch (RejectedExecutionException stopped) {
      // The server has ended meanwhile: nobody waits for the answer.
      refuse();
    }
  }

  /** Takes nothing more; what waits is still done. */
  void refuse() {
    threads.shutdown();
  }

  /** Ends after the work that has begun or waits; blocks until then, or until it takes too long. */
  void close(Duration atMost) throws InterruptedException {
    refuse();
    if (!threads.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      threads.shutdownNow();
    }
  }
}
