package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.util.UUID;
import repartee.contract.Done;
import repartee.contract.FindEntry;
import repartee.contract.FindRunning;
import repartee.contract.LogEntry;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.contract.StopAnswer;

/** How a running answer is ended, on whichever node it is written. */
final class Stopping {
  private static final int TRIED_MAX = 5;

  private final EventBus bus;

  Stopping(EventBus bus) {
    this.bus = bus;
  }

  /**
   * The message as it is once it is over. Fails with {@code BUSY} while its node cannot be reached.
   */
  Future<LogEntry> stop(LogEntry running) {
    return stop(running, 1);
  }

  private Future<LogEntry> stop(LogEntry running, int tried) {
    return stop(String.valueOf(running.node()), new StopAnswer(running.ref()))
        .compose(done -> again(running))
        .compose(
            now -> {
              if (now.message().state() != MessageState.STREAMING) {
                return Future.succeededFuture(now);
              }
              // It was begun anew meanwhile, perhaps on another node.
              return tried < TRIED_MAX
                  ? stop(now, tried + 1)
                  : Future.failedFuture(
                      Problems.busy("The answer could not be stopped. Please try again."));
            });
  }

  /** Ends the answer that runs in a conversation, if one does. */
  Future<Done> stopRunning(UUID chatbotId, UUID conversationUid) {
    return FindRunning.ADDRESS
        .ask(bus, new FindRunning(chatbotId, conversationUid.toString()))
        .compose(
            running ->
                running.answer() == null || running.node() == null
                    ? Future.succeededFuture(new Done())
                    : stop(running.node(), new StopAnswer(running.answer())));
  }

  /** Ends an answer; one that is over, or under another epoch, stays as it is. */
  Future<Done> stop(String node, StopAnswer answer) {
    return StopAnswer.ADDRESS
        .on(node)
        .ask(bus, answer)
        .recover(
            cause -> {
              Problem.Kind why = Problem.of(cause).kind();
              boolean over =
                  why == Problem.Kind.UNKNOWN_CONVERSATION || why == Problem.Kind.OTHER_EPOCH;
              return over ? Future.succeededFuture(new Done()) : Future.failedFuture(cause);
            });
  }

  private Future<LogEntry> again(LogEntry entry) {
    return FindEntry.ADDRESS.ask(
        bus,
        new FindEntry(
            entry.chatbotId(), entry.message().conversationUid().toString(), entry.message().id()));
  }
}
