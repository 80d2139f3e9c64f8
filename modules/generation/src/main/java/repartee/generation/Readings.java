package repartee.generation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.AnswerPiece;
import repartee.contract.AnswerRef;
import repartee.contract.CloseTurn;
import repartee.contract.FindEntry;
import repartee.contract.LocateByte;
import repartee.contract.LogEntry;
import repartee.contract.Message;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.contract.ReadAnswer;
import repartee.contract.TextPlace;

/**
 * Answers {@link ReadAnswer} and {@link LocateByte}: from memory while a text is fresh, else from
 * the log, once.
 */
final class Readings {
  private static final Logger log = LoggerFactory.getLogger(Readings.class);
  // The reply that began an answer here comes within the bus's patience, or never.
  private static final long ORPHANED_AFTER_NS = Duration.ofSeconds(30).toNanos();
  private static final int MISSED_MAX = 1_000;
  private static final int LOOK_AGAIN_MS = 1_000;

  private final Vertx vertx;
  private final GenerationConfiguration configuration;
  private final String node;
  private final LiveAnswers live;
  private final NextTurns nextTurns;
  // Since when, by this process' own count: the log is dated by the database's clock, and this
  // machine's may be minutes away from it.
  private final Map<AnswerRef, Long> missedSince = new LinkedHashMap<>();

  Readings(
      Vertx vertx,
      GenerationConfiguration configuration,
      String node,
      LiveAnswers live,
      NextTurns nextTurns) {
    this.vertx = vertx;
    this.configuration = configuration;
    this.node = node;
    this.live = live;
    this.nextTurns = nextTurns;
  }

  Future<AnswerPiece> read(ReadAnswer reading) {
    return from(
        reading.answer(), answer -> piece(answer, reading), stored -> unwritten(stored, reading));
  }

  Future<TextPlace> locate(LocateByte wanted) {
    return from(
        wanted.answer(), answer -> answer.locate(wanted.byteOffset()), stored -> unwritten());
  }

  /** What was saved of it is less than readers have, and no end: soon it is another text. */
  private static Future<TextPlace> unwritten() {
    return Future.failedFuture(
        new Problem(
            Problem.Kind.BUSY, "Nobody writes the answer at this moment. Please try again soon."));
  }

  private Future<AnswerPiece> piece(LiveAnswer answer, ReadAnswer reading) {
    long until = System.nanoTime() + configuration.readWaitMs() * 1_000_000L;
    return answer.read(reading.from(), configuration.pieceCharsMax(), until);
  }

  private <T> Future<T> from(
      AnswerRef ref,
      Function<LiveAnswer, Future<T>> reader,
      Function<LogEntry, Future<T>> unwritten) {
    LiveAnswer answer = live.find(ref.messageId());
    return answer == null ? fromLog(ref, reader, unwritten) : checked(answer, ref, reader);
  }

  private <T> Future<T> fromLog(
      AnswerRef ref,
      Function<LiveAnswer, Future<T>> reader,
      Function<LogEntry, Future<T>> unwritten) {
    return FindEntry.ADDRESS
        .ask(
            vertx.eventBus(),
            new FindEntry(ref.chatbotId(), ref.conversationUid().toString(), ref.messageId()))
        .compose(
            stored -> {
              LiveAnswer begunMeanwhile = live.find(ref.messageId());
              if (begunMeanwhile != null) {
                return checked(begunMeanwhile, ref, reader);
              }
              if (!stored.ref().equals(ref)) {
                return Future.failedFuture(Refs.mismatch(stored.ref(), ref));
              }
              return stored.message().state() == MessageState.STREAMING
                  ? unwritten.apply(stored)
                  : checked(live.keep(stored), ref, reader);
            });
  }

  private static <T> Future<T> checked(
      LiveAnswer answer, AnswerRef ref, Function<LiveAnswer, Future<T>> reader) {
    return answer.ref().equals(ref)
        ? reader.apply(answer)
        : Future.failedFuture(Refs.mismatch(answer.ref(), ref));
  }

  /**
   * In the log it is being written, but not here: begun this moment, or left by a node that is
   * lost. Then it will be adopted, and is another one.
   */
  private Future<AnswerPiece> unwritten(LogEntry stored, ReadAnswer reading) {
    if (node.equals(stored.node()) && isOrphan(stored.ref())) {
      return end(stored).compose(ended -> read(reading));
    }
    return vertx
        .timer(Math.min(LOOK_AGAIN_MS, configuration.readWaitMs()), TimeUnit.MILLISECONDS)
        .map(late -> new AnswerPiece("", MessageState.STREAMING, null));
  }

  private boolean isOrphan(AnswerRef ref) {
    long now = System.nanoTime();
    Long since = missedSince.putIfAbsent(ref, now);
    if (missedSince.size() > MISSED_MAX) {
      missedSince.remove(missedSince.keySet().iterator().next());
    }
    return since != null && now - since >= ORPHANED_AFTER_NS;
  }

  /** Nobody adopts what a living node has begun and never heard of. */
  private Future<Void> end(LogEntry stored) {
    Message message = stored.message();
    log.warn("an answer that nobody writes is ended message={}", message.id());
    missedSince.remove(stored.ref());
    return CloseTurn.ADDRESS
        .ask(
            vertx.eventBus(),
            new CloseTurn(
                stored.ref(),
                message.content(),
                MessageState.INTERRUPTED,
                message.relatedDocs(),
                null))
        .map(
            closed -> {
              if (closed.moreWait()) {
                nextTurns.begin(stored.chatbotId(), message.conversationUid());
              }
              return null;
            });
  }
}
