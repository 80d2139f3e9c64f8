package repartee.routing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import repartee.contract.Caller;

/** What an operator can see of those who stand at the doors, over all doors of the process. */
final class Measures {
  private static final AtomicInteger CHANNELS =
      counted("repartee.channels.open", "Channels (WebSockets) that are open.");
  private static final AtomicInteger ATTACHED =
      counted("repartee.channels.attached", "Channels that follow a conversation.");
  private static final AtomicInteger QUESTIONS =
      counted("repartee.questions.waiting", "Questions that wait for their turn.");

  /** How a visitor's page reaches us; where no channel opens, it steps down. */
  enum Way {
    CHANNEL,
    STREAM,
    PLAIN
  }

  private static final Map<Way, Counter> WAYS = ways();

  private Measures() {}

  /** A question came in; those of visitors are counted by their way. */
  static void asked(Caller caller, Way way) {
    if (caller.visitor() != null) {
      Objects.requireNonNull(WAYS.get(way)).increment();
    }
  }

  static void channelOpened() {
    CHANNELS.incrementAndGet();
  }

  static void channelClosed() {
    CHANNELS.decrementAndGet();
  }

  static void attached() {
    ATTACHED.incrementAndGet();
  }

  static void detached() {
    ATTACHED.decrementAndGet();
  }

  static void questionWaits() {
    QUESTIONS.incrementAndGet();
  }

  static void questionWaitsNoMore() {
    QUESTIONS.decrementAndGet();
  }

  private static Map<Way, Counter> ways() {
    Map<Way, Counter> ways = new EnumMap<>(Way.class);
    for (Way way : Way.values()) {
      ways.put(
          way,
          Counter.builder("repartee.visitors.questions")
              .description("Questions of visitors, by the way on which their page sent them.")
              .tag("way", way.name().toLowerCase(Locale.ROOT))
              .register(Metrics.globalRegistry));
    }
    return Map.copyOf(ways);
  }

  private static AtomicInteger counted(String name, String description) {
    AtomicInteger count = new AtomicInteger();
    Gauge.builder(name, count, AtomicInteger::get)
        .description(description)
        .register(Metrics.globalRegistry);
    return count;
  }
}
