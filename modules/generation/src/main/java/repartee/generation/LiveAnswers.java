package repartee.generation;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import repartee.contract.LogEntry;

/**
 * The answers that a node has in memory: those being written, and those finished or read a moment
 * ago. One for all instances of the verticle on a node, safe for threads.
 */
final class LiveAnswers implements Shareable {
  private final Map<UUID, LiveAnswer> answers = new ConcurrentHashMap<>();
  private final Map<UUID, Writing> writings = new ConcurrentHashMap<>();
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicReference<@Nullable Object> leader = new AtomicReference<>();
  private final ArrayDeque<Kept> kept = new ArrayDeque<>();
  private final int max;
  private final int keptCharsMax;
  private final long keepNanos;
  private long keptChars;

  private record Kept(LiveAnswer answer, int chars, long untilNanos) {}

  LiveAnswers(int max, int keptCharsMax, int keepMs) {
    this.max = max;
    this.keptCharsMax = keptCharsMax;
    this.keepNanos = keepMs * 1_000_000L;
  }

  /** The node's own, made by the first who asks. */
  static LiveAnswers of(Vertx vertx, String node, GenerationConfiguration configuration) {
    return vertx
        .sharedData()
        .<String, LiveAnswers>getLocalMap("repartee.generation.live")
        .computeIfAbsent(
            node,
            first ->
                new LiveAnswers(
                    configuration.liveAnswersMax(),
                    configuration.keptCharsMax(),
                    configuration.keepMs()));
  }

  /**
   * Whether this instance does what only one on the node does; the first who asks, until it
   * resigns.
   */
  boolean isLedBy(Object instance) {
    return leader.compareAndSet(null, instance) || instance.equals(leader.get());
  }

  void resign(Object instance) {
    leader.compareAndSet(instance, null);
  }

  /** Takes a place for one more answer; false if all are taken. */
  boolean reserve() {
    if (busy.incrementAndGet() > max) {
      busy.decrementAndGet();
      return false;
    }
    return true;
  }

  /** How many places are free. */
  int free() {
    return Math.max(0, max - busy.get());
  }

  /** Takes places for answers that are this node's already; a few too many, if it must be. */
  void take(int places) {
    busy.addAndGet(places);
  }

  /** Gives a place back. */
  void release() {
    busy.decrementAndGet();
  }

  /** Whatever else this node was writing or had of that message is of an older epoch, and lost. */
  void add(Writing writing) {
    UUID messageId = writing.answer().ref().messageId();
    answers.put(messageId, writing.answer());
    Writing older = writings.put(messageId, writing);
    if (older != null) {
      older.lost();
    }
  }

  /** Its end is durable, or it was lost. */
  void over(Writing writing) {
    LiveAnswer answer = writing.answer();
    UUID messageId = answer.ref().messageId();
    writings.remove(messageId, writing);
    if (writing.isLost() || answer.header().failed()) {
      // The log knows better, or has the header that nobody here could be given.
      answers.remove(messageId, answer);
    } else if (answer.equals(answers.get(messageId))) {
      keepForAWhile(answer);
    }
  }

  @Nullable LiveAnswer find(UUID messageId) {
    return answers.get(messageId);
  }

  @Nullable Writing writing(UUID messageId) {
    return writings.get(messageId);
  }

  Collection<Writing> writings() {
    return writings.values();
  }

  /** Keeps a finished message for its readers; the newest that is known of it. */
  LiveAnswer keep(LogEntry stored) {
    LiveAnswer fresh = LiveAnswer.of(stored);
    LiveAnswer newest =
        answers.merge(
            stored.message().id(),
            fresh,
            (known, found) -> known.ref().epoch() < found.ref().epoch() ? found : known);
    if (newest.equals(fresh)) {
      keepForAWhile(fresh);
    }
    return newest;
  }

  /** A conversation was deleted: nothing of it is read or written any more. */
  void forget(UUID conversationUid) {
    answers.values().removeIf(answer -> answer.ref().conversationUid().equals(conversationUid));
    writings.values().stream()
        .filter(writing -> writing.answer().ref().conversationUid().equals(conversationUid))
        .forEach(Writing::lost);
  }

  /** Lets go what was kept long enough, or is too much. */
  void forget(long nowNanos) {
    synchronized (kept) {
      while (!kept.isEmpty()
          && (kept.size() > max
              || keptChars > keptCharsMax
              || kept.getFirst().untilNanos() - nowNanos <= 0)) {
        Kept oldest = kept.removeFirst();
        keptChars -= oldest.chars();
        answers.remove(oldest.answer().ref().messageId(), oldest.answer());
      }
    }
  }

  private void keepForAWhile(LiveAnswer answer) {
    long now = System.nanoTime();
    int chars = answer.length();
    synchronized (kept) {
      kept.addLast(new Kept(answer, chars, now + keepNanos));
      keptChars += chars;
    }
    forget(now);
  }
}
