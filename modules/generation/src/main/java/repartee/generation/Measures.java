package repartee.generation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import repartee.contract.Problem;

/** What an operator can see of the answers of this process. */
final class Measures {
  private static final Timer FIRST_TEXT =
      histogram(
          "repartee.first.text",
          "From the answer's place in the log to its first text.",
          LongStream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000));
  private static final Timer TURN =
      histogram(
          "repartee.turn",
          "From the answer's place in the log to its durable end.",
          LongStream.of(
              25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000));
  private static final Counter ADOPTED =
      Counter.builder("repartee.answers.adopted")
          .description("Answers of lost nodes that were begun anew here.")
          .register(Metrics.globalRegistry);

  private Measures() {}

  /** Nobody has to be told when they end: the numbers go with them. */
  static void watch(LiveAnswers live) {
    Gauge.builder("repartee.answers.live", live, all -> all.writings().size())
        .description("Answers that are being written here.")
        .register(Metrics.globalRegistry);
    Gauge.builder(
            "repartee.readers.waiting",
            live,
            all -> all.writings().stream().mapToInt(writing -> writing.answer().readers()).sum())
        .description("Readers that wait for more of an answer that is written here.")
        .register(Metrics.globalRegistry);
  }

  static void firstText(long tookNanos) {
    FIRST_TEXT.record(tookNanos, TimeUnit.NANOSECONDS);
  }

  static void turn(long begunNanos) {
    TURN.record(System.nanoTime() - begunNanos, TimeUnit.NANOSECONDS);
  }

  static void adopted(int answers) {
    ADOPTED.increment(answers);
  }

  static void modelFailed(Problem.Kind kind) {
    Counter.builder("repartee.model.failures")
        .description("Answers that were not written to their end, by why.")
        .tag("kind", kind.name().toLowerCase(Locale.ROOT))
        .register(Metrics.globalRegistry)
        .increment();
  }

  private static Timer histogram(String name, String description, LongStream bucketsMs) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(bucketsMs.mapToObj(Duration::ofMillis).toArray(Duration[]::new))
        .register(Metrics.globalRegistry);
  }
}
