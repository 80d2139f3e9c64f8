package repartee.generation;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The answers that a node has in memory: those being written, and those finished a moment ago. One
 * for all instances of the verticle on a node, safe for threads.
 */
final class LiveAnswers implements Shareable {
  private final Map<UUID, LiveAnswer> answers = new ConcurrentHashMap<>();
  private final AtomicInteger busy = new AtomicInteger();
  private final ArrayDeque<Kept> kept = new ArrayDeque<>();
  private final int max;
  private final long keepNanos;

  private record Kept(LiveAnswer answer, long untilNanos) {}

  LiveAnswers(int max, int keepMs) {
    this.max = max;
    this.keepNanos = keepMs * 1_000_000L;
  }

  /** The node's own, made by the first who asks. */
  static LiveAnswers of(Vertx vertx, String node, GenerationConfiguration configuration) {
    return vertx
        .sharedData()
        .<String, LiveAnswers>getLocalMap("repartee.generation.live")
        .computeIfAbsent(
            node, first -> new LiveAnswers(configuration.liveAnswersMax(), configuration.keepMs()));
  }

  /** Takes a place for one more answer; false if all are taken. */
  boolean reserve() {
    if (busy.incrementAndGet() > max) {
      busy.decrementAndGet();
      return false;
    }
    return true;
  }

  /** Gives a place back. */
  void release() {
    busy.decrementAndGet();
  }

  void add(LiveAnswer answer) {
    answers.put(answer.ref().messageId(), answer);
  }

  @Nullable LiveAnswer find(UUID messageId) {
    return answers.get(messageId);
  }

  void remove(LiveAnswer answer) {
    answers.remove(answer.ref().messageId(), answer);
  }

  /** Keeps a finished answer for its readers, at most as many as may be written at once. */
  void keep(LiveAnswer answer) {
    answers.put(answer.ref().messageId(), answer);
    synchronized (kept) {
      kept.addLast(new Kept(answer, System.nanoTime() + keepNanos));
    }
    forget(System.nanoTime());
  }

  /** Lets go what was kept long enough. */
  void forget(long nowNanos) {
    synchronized (kept) {
      while (!kept.isEmpty()
          && (kept.size() > max || kept.getFirst().untilNanos() - nowNanos <= 0)) {
        remove(kept.removeFirst().answer());
      }
    }
  }
}
