package repartee.generation;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.AnswerRef;
import repartee.contract.CloseTurn;
import repartee.contract.Conversation;
import repartee.contract.Done;
import repartee.contract.FindEntry;
import repartee.contract.FindRunning;
import repartee.contract.HandOver;
import repartee.contract.LogEntry;
import repartee.contract.Message;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.contract.StopAnswer;
import repartee.contract.Turn;

/**
 * Ends running answers because somebody wants it: answers {@link StopAnswer} and {@link HandOver},
 * and interrupts what a newer question has overtaken.
 */
final class Stopping {
  private static final Logger log = LoggerFactory.getLogger(Stopping.class);

  private final EventBus bus;
  private final String node;
  private final LiveAnswers live;
  private final Arrivals arrivals;
  private final TakingOver takingOver;
  private final NextTurns nextTurns;

  Stopping(
      EventBus bus,
      String node,
      LiveAnswers live,
      Arrivals arrivals,
      TakingOver takingOver,
      NextTurns nextTurns) {
    this.bus = bus;
    this.node = node;
    this.live = live;
    this.arrivals = arrivals;
    this.takingOver = takingOver;
    this.nextTurns = nextTurns;
  }

  Future<Done> stop(StopAnswer wanted) {
    return find(
        wanted.answer(),
        writing -> writing.stop(MessageState.STOPPED).map(new Done()),
        () -> Future.succeededFuture(new Done()),
        this::closeAsSaved);
  }

  Future<Conversation> handOver(HandOver wanted) {
    return find(
        wanted.answer(),
        writing -> writing.handOver(wanted.to()),
        () -> takingOver.free(wanted.answer(), wanted.to()),
        stored -> takingOver.asSaved(wanted.answer(), wanted.to()));
  }

  /** Ends the answer that runs before a question which waits; nobody is told. */
  void interrupt(Turn waiting) {
    Message question = waiting.question().message();
    FindRunning.ADDRESS
        .ask(
            bus,
            new FindRunning(waiting.question().chatbotId(), question.conversationUid().toString()))
        .compose(
            running -> {
              AnswerRef answer = running.answer();
              String writer = running.node();
              // One whose place is behind the question is its own answer.
              return answer == null || writer == null || answer.seq() > question.seq()
                  ? Future.succeededFuture(new Done())
                  : StopAnswer.ADDRESS.on(writer).ask(bus, new StopAnswer(answer));
            })
        .onFailure(
            cause ->
                log.debug("not interrupted conversation={}", question.conversationUid(), cause));
  }

  private <T> Future<T> find(
      AnswerRef ref,
      Function<Writing, Future<T>> written,
      Supplier<Future<T>> over,
      Function<LogEntry, Future<T>> orphaned) {
    Writing writing = live.writing(ref.messageId());
    if (writing != null && writing.answer().ref().equals(ref)) {
      return written.apply(writing);
    }
    LiveAnswer answer = live.find(ref.messageId());
    if (answer != null) {
      return answer.ref().equals(ref)
          ? over.get()
          : Future.failedFuture(Refs.mismatch(answer.ref(), ref));
    }
    return FindEntry.ADDRESS
        .ask(bus, new FindEntry(ref.chatbotId(), ref.conversationUid().toString(), ref.messageId()))
        .compose(
            stored -> {
              if (!stored.ref().equals(ref)) {
                return Future.failedFuture(Refs.mismatch(stored.ref(), ref));
              }
              if (stored.message().state() != MessageState.STREAMING) {
                return over.get();
              }
              return node.equals(stored.node())
                  ? arrivals
                      .of(ref.messageId())
                      .compose(
                          there ->
                              there ? find(ref, written, over, orphaned) : orphaned.apply(stored))
                  : Future.failedFuture(
                      new Problem(
                          Problem.Kind.UNKNOWN_CONVERSATION,
                          "The answer is written on another node. Please try again."));
            });
  }

  /** The reply that began it here was lost: nobody writes it. */
  private Future<Done> closeAsSaved(LogEntry stored) {
    Message message = stored.message();
    return CloseTurn.ADDRESS
        .ask(
            bus,
            new CloseTurn(
                stored.ref(), message.content(), MessageState.STOPPED, message.relatedDocs(), null))
        .map(
            closed -> {
              if (closed.moreWait()) {
                nextTurns.begin(stored.chatbotId(), message.conversationUid());
              }
              return new Done();
            });
  }
}
