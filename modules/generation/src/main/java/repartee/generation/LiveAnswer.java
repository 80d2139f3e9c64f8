package repartee.generation;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.AnswerPiece;
import repartee.contract.AnswerRef;
import repartee.contract.LogEntry;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.contract.RelatedDoc;
import repartee.contract.StreamHeader;
import repartee.contract.TextPlace;

/**
 * An answer in memory: a text that only grows, kept once however many read it, and the readers that
 * wait for more of it. While it is held, readers see nothing beyond where it stood, whatever comes.
 * Safe for threads.
 */
final class LiveAnswer {
  private static final int FREE = -1;

  private final AnswerRef ref;
  private final String conversationId;
  private final Promise<StreamHeader> header = Promise.promise();
  private final StringBuilder text = new StringBuilder();
  private List<Waiting> waiting = new ArrayList<>();
  private MessageState state = MessageState.STREAMING;
  private Problem.@Nullable Kind failure;
  private @Nullable Problem gone;
  private int heldAt = FREE;
  private int savedLength;

  private record Waiting(int from, int charsMax, long untilNanos, Promise<AnswerPiece> reader) {}

  /** {@code conversationId}: the client's own, else the uid as text. */
  LiveAnswer(AnswerRef ref, String conversationId) {
    this.ref = ref;
    this.conversationId = conversationId;
  }

  /** A message as the log has it. */
  static LiveAnswer of(LogEntry stored) {
    LiveAnswer answer = new LiveAnswer(stored.ref(), stored.message().conversationId());
    answer.headed(stored.header());
    answer.append(stored.message().content());
    answer.end(stored.message().state(), stored.failure());
    return answer;
  }

  AnswerRef ref() {
    return ref;
  }

  /** The conversation may be named by the client's id or by the uid. */
  boolean isOf(UUID chatbotId, String conversation) {
    return ref.chatbotId().equals(chatbotId)
        && (conversation.equals(conversationId)
            || conversation.equals(ref.conversationUid().toString()));
  }

  /** Known once the passages are; fails if there will be no answer. */
  Future<StreamHeader> header() {
    return header.future();
  }

  void headed(StreamHeader known) {
    header.tryComplete(known);
  }

  void headless(Problem problem) {
    header.tryFail(problem);
  }

  /** The header's; none as long as it is not known. */
  List<RelatedDoc> sources() {
    StreamHeader known = header.future().result();
    return known == null ? List.of() : known.relatedDocs();
  }

  /** How much of the text is there for readers. */
  synchronized int length() {
    return heldAt == FREE ? text.length() : heldAt;
  }

  /** All that is there for readers. */
  synchronized String text() {
    return text.substring(0, length());
  }

  /** How much of the text is durable. */
  synchronized int savedLength() {
    return savedLength;
  }

  synchronized void saved(int length) {
    savedLength = Math.max(savedLength, length);
  }

  synchronized boolean isOver() {
    return gone != null || state != MessageState.STREAMING;
  }

  /** How many wait for more. */
  synchronized int readers() {
    return waiting.size();
  }

  /** From now on readers see nothing more; what they may have seen by now. */
  synchronized String hold() {
    heldAt = text.length();
    return text.toString();
  }

  /** Readers get on, with what came meanwhile. */
  void thaw() {
    List<Waiting> woken;
    synchronized (this) {
      boolean grown = heldAt != FREE && heldAt < text.length();
      heldAt = FREE;
      woken = grown ? takeWaiting() : List.of();
    }
    serve(woken);
  }

  /** Adds to the text and wakes all who wait; whole characters only. */
  void append(String piece) {
    List<Waiting> woken;
    synchronized (this) {
      text.append(piece);
      woken = heldAt == FREE ? takeWaiting() : List.of();
    }
    serve(woken);
  }

  /**
   * Tells the end; only called once the answer is as durable as it will be. One that is held ends
   * where it is held.
   */
  void end(MessageState how, Problem.@Nullable Kind why) {
    List<Waiting> woken;
    synchronized (this) {
      text.setLength(length());
      heldAt = FREE;
      state = how;
      failure = why;
      woken = takeWaiting();
    }
    serve(woken);
  }

  /** There is no such answer any more: readers fail, now and later. */
  void abandon(Problem problem) {
    headless(problem);
    List<Waiting> woken;
    synchronized (this) {
      gone = problem;
      woken = takeWaiting();
    }
    serve(woken);
  }

  /** What there is after {@code from}, as soon as there is anything. */
  Future<AnswerPiece> read(int from, int charsMax, long untilNanos) {
    synchronized (this) {
      if (!isOver() && from == length()) {
        Promise<AnswerPiece> reader = Promise.promise();
        waiting.add(new Waiting(from, charsMax, untilNanos, reader));
        return reader.future();
      }
    }
    return now(from, charsMax);
  }

  /** Where a byte of the text in UTF-8 lies. */
  synchronized Future<TextPlace> locate(long byteOffset) {
    return gone == null
        ? Utf8Places.locate(text, length(), byteOffset, state)
        : Future.failedFuture(gone);
  }

  /** Tells those who have waited long enough that there is nothing yet. */
  void expire(long nowNanos) {
    List<Waiting> tired = new ArrayList<>();
    synchronized (this) {
      if (waiting.isEmpty()) {
        return;
      }
      waiting.removeIf(
          one -> {
            boolean expired = one.untilNanos - nowNanos <= 0;
            if (expired) {
              tired.add(one);
            }
            return expired;
          });
    }
    serve(tired);
  }

  private List<Waiting> takeWaiting() {
    if (waiting.isEmpty()) {
      return List.of();
    }
    List<Waiting> taken = waiting;
    waiting = new ArrayList<>();
    return taken;
  }

  private void serve(List<Waiting> readers) {
    Waiting before = null;
    Future<AnswerPiece> piece = null;
    for (Waiting one : readers) {
      // Readers mostly wait at the same place: they share one piece.
      if (before == null || piece == null || before.from != one.from) {
        piece = now(one.from, one.charsMax);
        before = one;
      }
      piece.onComplete(one.reader);
    }
  }

  private synchronized Future<AnswerPiece> now(int from, int charsMax) {
    if (gone != null) {
      return Future.failedFuture(gone);
    }
    return Pieces.cut(text, length(), from, charsMax, state, failure);
  }
}
