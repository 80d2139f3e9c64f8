package repartee.contract;

import io.vertx.core.eventbus.Message;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has come over the bus, as the word that is expected there. Anything else is refused: it may
 * come from a node of another version, or from somebody who has no business here.
 */
final class Words {
  private static final Logger log = LoggerFactory.getLogger(Words.class);
  // Who sends nonsense may send much of it.
  private static final long TOLD_EVERY_NS = TimeUnit.MINUTES.toNanos(1);
  private static final AtomicLong tellFrom = new AtomicLong(System.nanoTime());

  private Words() {}

  /** Fails with a {@link Problem} where it is no such word; that is logged once a minute. */
  static <W extends Record> W from(Message<?> message, Class<W> expected) throws Problem {
    String came;
    try {
      Object body = message.body();
      if (expected.isInstance(body)) {
        return expected.cast(body);
      }
      came = body == null ? "nothing" : body.getClass().getSimpleName();
    } catch (RuntimeException unreadable) {
      // Without its message, which may hold what people have said.
      came = "something unreadable (" + unreadable.getClass().getSimpleName() + ")";
    }
    tell(message.address(), expected, came);
    throw new Problem(
        Problem.Kind.INTERNAL, "What was said is no " + expected.getSimpleName() + " of ours.");
  }

  private static void tell(String address, Class<?> expected, String came) {
    long now = System.nanoTime();
    long from = tellFrom.get();
    if (now - from >= 0 && tellFrom.compareAndSet(from, now + TOLD_EVERY_NS)) {
      log.warn(
          "refused what came over the bus; more of it within a minute is not told address={}"
              + " expected={} came={}",
          address,
          expected.getSimpleName(),
          came);
    }
  }
}
