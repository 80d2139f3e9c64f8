package repartee.contract;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How long questions take, by address: for who asks, the way over the bus included, and for who
 * answers. A node's own address counts as the address that all nodes have, so that there are never
 * more numbers than there are sorts of questions.
 */
final class QuestionTimes {
  private static final QuestionTimes ASKED =
      new QuestionTimes("repartee.questions.asked", "From a question to its answer or failure.");
  private static final QuestionTimes ANSWERED =
      new QuestionTimes("repartee.questions.answered", "What answering took where it was done.");

  private final String name;
  private final String description;
  private final Map<Class<?>, Timer> timers = new ConcurrentHashMap<>();

  private QuestionTimes(String name, String description) {
    this.name = name;
    this.description = description;
  }

  static void asked(Address<?, ?> address, long sinceNanos) {
    ASKED.record(address, sinceNanos);
  }

  static void answered(Address<?, ?> address, long sinceNanos) {
    ANSWERED.record(address, sinceNanos);
  }

  private void record(Address<?, ?> address, long sinceNanos) {
    timers
        .computeIfAbsent(address.question(), first -> timer(address.name()))
        .record(System.nanoTime() - sinceNanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(String address) {
    return Timer.builder(name)
        .description(description)
        .tag("question", address.replaceFirst("@.*", ""))
        .register(Metrics.globalRegistry);
  }
}
