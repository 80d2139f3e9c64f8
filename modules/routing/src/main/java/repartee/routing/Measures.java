package repartee.routing;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import java.util.concurrent.atomic.AtomicInteger;

/** What an operator can see of those who stand at the doors, over all doors of the process. */
final class Measures {
  private static final AtomicInteger CHANNELS =
      counted("repartee.channels.open", "Channels (WebSockets) that are open.");
  private static final AtomicInteger ATTACHED =
      counted("repartee.channels.attached", "Channels that follow a conversation.");
  private static final AtomicInteger QUESTIONS =
      counted("repartee.questions.waiting", "Questions that wait for their turn.");

  private Measures() {}

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

  private static AtomicInteger counted(String name, String description) {
    AtomicInteger count = new AtomicInteger();
    Gauge.builder(name, count, AtomicInteger::get)
        .description(description)
        .register(Metrics.globalRegistry);
    return count;
  }
}
