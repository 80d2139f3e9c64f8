package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.EventBus;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import repartee.contract.AnswerBegun;
import repartee.contract.AnswerRef;
import repartee.contract.DelimitedStreamWriter;
import repartee.contract.LocateByte;
import repartee.contract.LogEntry;
import repartee.contract.MessageState;
import repartee.contract.OpenReading;
import repartee.contract.Problem;
import repartee.contract.StreamTrailer;

/**
 * One message told on a channel: header, text, trailer. Should its answer be begun anew meanwhile,
 * what was told is closed as interrupted, and it is told anew; while the node that writes it is
 * away the reader waits.
 */
final class Telling {
  private static final int PIECE_CHARS_MAX = 16 << 10;

  private final LogWatch watch;
  private final EventBus bus;
  private final ChannelLine line;
  private final int lookAgainMs;
  private final int patienceMs;
  private final Promise<Void> done = Promise.promise();
  private @Nullable AnswerBegun begun;
  // Between a header and its trailer: whose message it is, and how far its text was told.
  private @Nullable AnswerRef open;
  private int told;
  private boolean over;
  private long toldNanos = System.nanoTime();
  private boolean reopened;
  private int heard;

  Telling(LogWatch watch, ChannelLine line, RoutingConfiguration configuration) {
    this.watch = watch;
    this.bus = watch.bus();
    this.line = line;
    this.lookAgainMs = configuration.lookAgainMs();
    this.patienceMs = configuration.turnWaitMs();
  }

  /** Tells what is being written, or was, from that unit of its text on; 0 is with its header. */
  Future<Void> tell(AnswerBegun answer, int offset) {
    if (!over) {
      begin(answer, offset).onComplete(begun -> read(), this::fail);
    }
    return done.future();
  }

  /** Tells what is over and known, without asking anybody. */
  Future<Void> tell(LogEntry entry, int offset) {
    if (!over) {
      begin(entry.ref(), offset, () -> DelimitedStreamWriter.head(entry.header()))
          .onComplete(begun -> write(entry.message().content(), entry), this::fail);
    }
    return done.future();
  }

  /** The answer that is being told and may still run. */
  @Nullable AnswerBegun running() {
    return over ? null : begun;
  }

  /** Tells no more: a message that has begun is closed where it stands. */
  void leave() {
    if (!over) {
      over = true;
      close(MessageState.STREAMING).onComplete(done);
    }
  }

  private Future<Void> begin(AnswerBegun answer, int offset) {
    begun = answer;
    return begin(answer.answer(), offset, () -> DelimitedStreamWriter.head(answer.header()));
  }

  private Future<Void> begin(AnswerRef answer, int offset, Supplier<String> head) {
    open = answer;
    told = offset;
    return offset == 0 ? line.take(head.get()) : Future.succeededFuture();
  }

  private Future<Void> close(MessageState state) {
    AnswerRef closing = open;
    open = null;
    return closing == null
        ? Future.succeededFuture()
        : line.take(
            DelimitedStreamWriter.tail(
                new StreamTrailer(
                    closing.messageId(), closing.seq(), closing.epoch(), state, told)));
  }

  private void write(String content, LogEntry entry) {
    if (over) {
      return;
    }
    if (told >= content.length()) {
      end(entry.message().state());
      return;
    }
    int to = Math.min(content.length(), told + PIECE_CHARS_MAX);
    if (to < content.length() && Character.isHighSurrogate(content.charAt(to - 1))) {
      to--;
    }
    String piece = content.substring(told, to);
    told = to;
    line.take(piece).onComplete(taken -> write(content, entry), this::fail);
  }

  private void read() {
    AnswerBegun reading = begun;
    if (!over && reading != null) {
      AnswerReading.read(watch, reading, told, this::take)
          .onComplete(
              ended -> {
                if (!over) {
                  end(ended.state());
                }
              },
              this::broken);
    }
  }

  private Future<Boolean> take(String piece) {
    if (over || line.isClosed()) {
      return Future.succeededFuture(false);
    }
    if (piece.isEmpty()) {
      return Future.succeededFuture(true);
    }
    told += piece.length();
    toldNanos = System.nanoTime();
    reopened = false;
    return line.take(piece).map(taken -> !over);
  }

  private void end(MessageState state) {
    over = true;
    close(state).onComplete(done);
  }

  private void fail(Throwable cause) {
    over = true;
    done.tryFail(cause);
  }

  /** The node does not go on with it: it is looked for again, at once and then now and then. */
  private void broken(Throwable cause) {
    AnswerBegun reading = begun;
    if (over || reading == null) {
      return;
    }
    boolean elsewhere = cause instanceof Problem problem && problem.kind() != Problem.Kind.INTERNAL;
    if (line.isClosed()
        || !elsewhere
        || System.nanoTime() - toldNanos > TimeUnit.MILLISECONDS.toNanos(patienceMs)) {
      fail(cause);
    } else if (reopened) {
      // Whoever goes on with it tells so; who was looked for before that has not been found.
      watch
          .awaitShortly(reading.answer().conversationUid(), heard, lookAgainMs)
          .onComplete(told -> reopen());
    } else {
      reopened = true;
      reopen();
    }
  }

  private void reopen() {
    AnswerBegun before = begun;
    if (over || before == null) {
      return;
    }
    AnswerRef answer = before.answer();
    UUID conversation = answer.conversationUid();
    heard = watch.heard(conversation);
    OpenReading.ADDRESS
        .ask(bus, new OpenReading(answer.chatbotId(), conversation.toString(), answer.messageId()))
        .compose(found -> isContinued(before, found).map(same -> resume(found, same)))
        .onFailure(
            cause -> {
              if (Problem.of(cause).kind() == Problem.Kind.UNKNOWN_CONVERSATION && !over) {
                // It was removed.
                end(MessageState.INTERRUPTED);
              } else {
                broken(cause);
              }
            });
  }

  private boolean resume(AnswerBegun found, boolean same) {
    if (over) {
      return false;
    }
    if (same) {
      begun = found;
      read();
    } else {
      close(MessageState.INTERRUPTED)
          .compose(closed -> over ? Future.succeededFuture() : begin(found, 0))
          .onComplete(begun -> read(), this::fail);
    }
    return true;
  }

  /** Whether it is the same answer, and holds all that was told of it. */
  private Future<Boolean> isContinued(AnswerBegun before, AnswerBegun found) {
    if (!before.answer().equals(found.answer())) {
      return Future.succeededFuture(false);
    }
    return LocateByte.ADDRESS
        .on(found.node())
        .ask(bus, new LocateByte(found.answer(), Long.MAX_VALUE))
        .map(end -> end.offset() >= told);
  }
}
