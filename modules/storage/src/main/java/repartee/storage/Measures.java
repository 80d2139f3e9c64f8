package repartee.storage;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What an operator can see of the way to the database. */
final class Measures {
  private final AtomicInteger running = new AtomicInteger();
  private final Timer reads = timer("read");
  private final Timer writes = timer("write");
  private final Timer transactions = timer("transaction");

  Measures() {
    Gauge.builder("repartee.statements.running", running, AtomicInteger::get)
        .description("Statements that are under way or wait for a connection.")
        .register(Metrics.globalRegistry);
  }

  <T> Future<T> read(Future<T> statement) {
    return timed(reads, statement);
  }

  <T> Future<T> write(Future<T> statement) {
    return timed(writes, statement);
  }

  <T> Future<T> transaction(Future<T> statements) {
    return timed(transactions, statements);
  }

  /** How many wait for the next batch. */
  static void watch(String batch, Batcher<?, ?> batcher) {
    Gauge.builder("repartee.batch.waiting", batcher, Batcher::waiting)
        .description("Turns that wait for the next statement, by what is to be done with them.")
        .tag("batch", batch)
        .register(Metrics.globalRegistry);
  }

  private <T> Future<T> timed(Timer timer, Future<T> result) {
    long begunNanos = System.nanoTime();
    running.incrementAndGet();
    return result.onComplete(
        over -> {
          running.decrementAndGet();
          timer.record(System.nanoTime() - begunNanos, TimeUnit.NANOSECONDS);
        });
  }

  private static Timer timer(String kind) {
    return Timer.builder("repartee.statements")
        .description("Statements, the wait for a connection included.")
        .tag("kind", kind)
        .register(Metrics.globalRegistry);
  }
}
