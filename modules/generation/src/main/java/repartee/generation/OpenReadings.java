package repartee.generation;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import repartee.contract.AnswerBegun;
import repartee.contract.FindEntry;
import repartee.contract.LogEntry;
import repartee.contract.MessageState;
import repartee.contract.OpenReading;
import repartee.contract.Problem;

/**
 * Answers {@link OpenReading}: from memory where a message is live or was just read, else the log
 * says who writes it; what is over is kept here for its readers.
 */
final class OpenReadings {
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final EventBus bus;
  private final String node;
  private final LiveAnswers live;
  private final Arrivals arrivals;

  OpenReadings(EventBus bus, String node, LiveAnswers live, Arrivals arrivals) {
    this.bus = bus;
    this.node = node;
    this.live = live;
    this.arrivals = arrivals;
  }

  Future<AnswerBegun> open(OpenReading wanted) {
    LiveAnswer known = known(wanted);
    return known == null ? find(wanted).compose(this::of) : begun(known);
  }

  /** As another node asks, which has read in the log that the message is written here. */
  Future<AnswerBegun> openHere(OpenReading wanted) {
    LiveAnswer known = known(wanted);
    return known == null
        ? find(wanted)
            .compose(
                stored ->
                    isWritten(stored) && !node.equals(stored.node())
                        ? Future.failedFuture(
                            new Problem(
                                Problem.Kind.BUSY, "The answer has just moved. Please try again."))
                        : of(stored))
        : begun(known);
  }

  /** Of a message as the log has it now. */
  Future<AnswerBegun> of(LogEntry stored) {
    if (!isWritten(stored)) {
      return begun(live.keep(stored));
    }
    String writer = stored.node();
    if (writer == null || writer.equals(node)) {
      return arrivals.of(stored.message().id()).compose(there -> arrived(stored));
    }
    OpenReading there =
        new OpenReading(
            stored.chatbotId(),
            stored.message().conversationUid().toString(),
            stored.message().id());
    return OpenReading.ADDRESS
        .on(writer)
        .within(PATIENCE)
        .ask(bus, there)
        .recover(cause -> moved(stored, there, cause));
  }

  /** A node that says nothing may be gone, and the answer begun anew elsewhere by now. */
  private Future<AnswerBegun> moved(LogEntry before, OpenReading wanted, Throwable cause) {
    if (Problem.of(cause).kind() != Problem.Kind.BUSY) {
      return Future.failedFuture(cause);
    }
    return find(wanted)
        .compose(
            now ->
                Objects.equals(now.node(), before.node()) && isWritten(now)
                    ? Future.failedFuture(cause)
                    : of(now));
  }

  private Future<LogEntry> find(OpenReading wanted) {
    return FindEntry.ADDRESS.ask(
        bus, new FindEntry(wanted.chatbotId(), wanted.conversation(), wanted.messageId()));
  }

  private @Nullable LiveAnswer known(OpenReading wanted) {
    LiveAnswer answer = live.find(wanted.messageId());
    return answer != null && answer.isOf(wanted.chatbotId(), wanted.conversation()) ? answer : null;
  }

  private Future<AnswerBegun> arrived(LogEntry stored) {
    LiveAnswer answer = live.find(stored.message().id());
    // What nobody writes is read as it was saved, until it is ended.
    return answer == null
        ? Future.succeededFuture(new AnswerBegun(stored.ref(), node, stored.header()))
        : begun(answer);
  }

  private Future<AnswerBegun> begun(LiveAnswer answer) {
    return answer.header().map(header -> new AnswerBegun(answer.ref(), node, header));
  }

  private static boolean isWritten(LogEntry stored) {
    return stored.message().state() == MessageState.STREAMING;
  }
}
