package repartee.generation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import repartee.contract.AnswerRef;
import repartee.contract.Author;
import repartee.contract.Conversation;
import repartee.contract.FindEntry;
import repartee.contract.LogEntry;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.contract.RelatedDoc;
import repartee.contract.TakeOver;

/**
 * Gives conversations to people, and finds out what became of it where the reply does not say: the
 * log knows.
 */
final class TakingOver {
  private static final long GIVE_UP_NANOS = Duration.ofSeconds(30).toNanos();
  private static final int PAUSE_MS = 100;
  private static final int PAUSE_MS_MAX = 4_000;

  private final Vertx vertx;

  TakingOver(Vertx vertx) {
    this.vertx = vertx;
  }

  /** What became of an answer that was to end where it is held. */
  sealed interface Outcome {
    /** What the one who took over is told. */
    Future<Conversation> told();
  }

  /** It is durable with the text that was shown. */
  record Ended(Future<Conversation> told, MessageState state) implements Outcome {}

  /** It is still open. */
  record GoesOn(Future<Conversation> told) implements Outcome {}

  /** It was ended or begun anew by somebody else. */
  record Lost(Future<Conversation> told) implements Outcome {}

  /** The log cannot be asked. */
  record Unknown(Future<Conversation> told) implements Outcome {}

  /** Takes over while no answer runs. */
  Future<Conversation> free(AnswerRef before, Author by) {
    return take(before, by, null);
  }

  /** Takes over from an answer that nobody here writes: it ends as it was saved. */
  Future<Conversation> asSaved(AnswerRef answer, Author by) {
    return take(answer, by, new TakeOver.AnswerEnd(answer, null, List.of()));
  }

  /** Takes over from a running answer, of which this was shown; never fails. */
  Future<Outcome> at(AnswerRef answer, Author by, String shown, List<RelatedDoc> sources) {
    return take(answer, by, new TakeOver.AnswerEnd(answer, shown, sources))
        .transform(
            taken ->
                taken.succeeded()
                    ? Future.succeededFuture(
                        new Ended(Future.succeededFuture(taken.result()), MessageState.STOPPED))
                    : look(
                        answer,
                        by,
                        shown,
                        Problem.of(taken.cause()),
                        PAUSE_MS,
                        System.nanoTime() + GIVE_UP_NANOS));
  }

  private Future<Conversation> take(
      AnswerRef answer, Author by, TakeOver.@Nullable AnswerEnd running) {
    return TakeOver.ADDRESS.ask(
        vertx.eventBus(),
        new TakeOver(answer.chatbotId(), answer.conversationUid().toString(), by, running));
  }

  private Future<Outcome> look(
      AnswerRef answer, Author by, String shown, Problem why, int pauseMs, long giveUpAt) {
    return FindEntry.ADDRESS
        .ask(
            vertx.eventBus(),
            new FindEntry(
                answer.chatbotId(), answer.conversationUid().toString(), answer.messageId()))
        .transform(
            found -> {
              if (found.succeeded()) {
                return Future.succeededFuture(told(answer, by, shown, why, found.result()));
              }
              Problem.Kind kind = Problem.of(found.cause()).kind();
              if (kind == Problem.Kind.UNKNOWN_CONVERSATION) {
                return Future.succeededFuture(new Lost(Future.failedFuture(why)));
              }
              return System.nanoTime() - giveUpAt < 0
                  ? vertx
                      .timer(pauseMs, TimeUnit.MILLISECONDS)
                      .compose(
                          late ->
                              look(
                                  answer,
                                  by,
                                  shown,
                                  why,
                                  Math.min(PAUSE_MS_MAX, 2 * pauseMs),
                                  giveUpAt))
                  : Future.succeededFuture(new Unknown(Future.failedFuture(why)));
            });
  }

  private Outcome told(AnswerRef answer, Author by, String shown, Problem why, LogEntry stored) {
    MessageState state = stored.message().state();
    if (!stored.ref().equals(answer)) {
      return new Lost(Future.failedFuture(why));
    }
    if (state == MessageState.STREAMING) {
      return new GoesOn(Future.failedFuture(why));
    }
    // Its reply was lost: asked again by the same person it changes nothing.
    return stored.message().content().equals(shown)
        ? new Ended(free(answer, by), state)
        : new Lost(Future.failedFuture(why));
  }
}
