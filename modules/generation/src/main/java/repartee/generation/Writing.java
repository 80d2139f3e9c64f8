package repartee.generation;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.Author;
import repartee.contract.CloseTurn;
import repartee.contract.Closed;
import repartee.contract.Conversation;
import repartee.contract.LogEntry;
import repartee.contract.MessageState;
import repartee.contract.Problem;

/**
 * One answer from its question until its end is durable and told.
 *
 * <p>Whatever may happen to it happens on one event loop, one after the other: the model's words
 * and end, a stop, a hand-over, the news that it is lost. While a hand-over is under way everything
 * else waits for its outcome.
 */
final class Writing {
  private static final Logger log = LoggerFactory.getLogger(Writing.class);

  private final Context context;
  private final LogEntry begun;
  private final LiveAnswer answer;
  private final Closing closing;
  private final TakingOver takingOver;
  private final Draft draft;
  private final Promise<Closed> over = Promise.promise();
  private final long begunNanos = System.nanoTime();
  private final List<Runnable> afterHold = new ArrayList<>();
  private volatile Phase phase = Phase.OPEN;

  private enum Phase {
    OPEN,
    HELD,
    CLOSING
  }

  Writing(Context context, LogEntry begun, Closing closing, TakingOver takingOver, int charsMax) {
    this.context = context;
    this.begun = begun;
    this.answer = new LiveAnswer(begun.ref(), begun.message().conversationId());
    this.closing = closing;
    this.takingOver = takingOver;
    this.draft = new Draft(answer, charsMax);
  }

  LiveAnswer answer() {
    return answer;
  }

  /** Succeeds when its end is durable, a moment before readers are told; fails if it was lost. */
  Future<Closed> over() {
    return over.future();
  }

  /** Somebody else has ended it, or begun it anew. */
  boolean isLost() {
    Throwable cause = over.future().cause();
    return cause != null && Problem.of(cause).kind() == Problem.Kind.OTHER_EPOCH;
  }

  /** Whether its text is in nobody's hands but the model's. */
  boolean isOpen() {
    return phase == Phase.OPEN;
  }

  /** Writes what the model says, once all that it may know is known. */
  void write(Model model, Future<Prompt> prepared) {
    prepared.onComplete(prompt -> unlessHeld(() -> prepared(model, prompt)));
  }

  /** Ends it as it stands, and is done when that is durable; one that is over stays so. */
  Future<Closed> stop(MessageState how) {
    onLoop(
        () -> {
          if (phase == Phase.OPEN) {
            close(how, null);
          }
        });
    return over.future();
  }

  /** Its conversation is to be a person's, and it ends where readers have it by now. */
  Future<Conversation> handOver(Author to) {
    Promise<Conversation> taken = Promise.promise();
    onLoop(() -> hold(to).onComplete(taken));
    return taken.future();
  }

  /**
   * Somebody else has ended it, or begun it anew. If its end is on its way from here, that end's
   * own outcome tells.
   */
  void lost() {
    onLoop(
        () -> {
          if (phase == Phase.OPEN) {
            abandon(elsewhere());
          }
        });
  }

  private void onLoop(Runnable step) {
    context.runOnContext(now -> unlessHeld(step));
  }

  private void unlessHeld(Runnable step) {
    if (phase == Phase.HELD) {
      afterHold.add(step);
    } else {
      step.run();
    }
  }

  private void prepared(Model model, AsyncResult<Prompt> prompt) {
    if (phase != Phase.OPEN) {
      return;
    }
    if (prompt.failed()) {
      Problem problem = Problem.of(prompt.cause());
      answer.headless(problem);
      written(problem);
      return;
    }
    answer.headed(Headers.of(begun, prompt.result().passages()));
    model
        .write(prompt.result(), draft)
        .onComplete(written -> unlessHeld(() -> written(written.cause())));
  }

  private void written(@Nullable Throwable cause) {
    if (phase == Phase.OPEN) {
      draft.finish();
      Problem.Kind failure = Endings.failure(answer.ref(), draft, cause);
      if (failure != null) {
        Measures.modelFailed(failure);
      }
      close(Endings.state(draft, failure), failure);
    }
  }

  private void close(MessageState state, Problem.@Nullable Kind failure) {
    silence();
    draft.finish();
    closing
        .close(
            new CloseTurn(
                answer.ref(), answer.text(), state, answer.sources(), failure, draft.firstTextMs()))
        .onSuccess(closed -> end(closed, state, failure))
        .onFailure(cause -> unclosed(Problem.of(cause)));
  }

  private void end(Closed closed, MessageState state, Problem.@Nullable Kind failure) {
    Measures.turn(begunNanos);
    over.complete(closed);
    answer.end(state, failure);
  }

  private void unclosed(Problem problem) {
    if (problem.kind() == Problem.Kind.OTHER_EPOCH) {
      abandon(problem);
      return;
    }
    log.error("an answer could not be stored message={}", answer.ref().messageId(), problem);
    over.fail(problem);
    answer.end(MessageState.FAILED, Problem.Kind.INTERNAL);
  }

  private void abandon(Problem problem) {
    silence();
    over.fail(problem);
    answer.abandon(problem);
  }

  /** The model is told that nothing more is wanted; the header will not get any sources now. */
  private void silence() {
    phase = Phase.CLOSING;
    draft.stop();
    answer.headed(Headers.of(begun, List.of()));
  }

  private Future<Conversation> hold(Author to) {
    if (phase == Phase.CLOSING) {
      return over.future().transform(ended -> takingOver.free(answer.ref(), to));
    }
    phase = Phase.HELD;
    return takingOver
        .at(answer.ref(), to, answer.hold(), answer.sources())
        .compose(
            outcome -> {
              decided(outcome);
              return outcome.told();
            });
  }

  private void decided(TakingOver.Outcome outcome) {
    switch (outcome) {
      case TakingOver.Ended(var told, MessageState state) -> {
        silence();
        end(new Closed(false), state, null);
      }
      case TakingOver.GoesOn(var told) -> {
        phase = Phase.OPEN;
        answer.thaw();
      }
      case TakingOver.Lost(var told) -> abandon(elsewhere());
      case TakingOver.Unknown(var told) -> close(MessageState.STOPPED, null);
    }
    List<Runnable> waited = List.copyOf(afterHold);
    afterHold.clear();
    waited.forEach(this::unlessHeld);
  }

  private static Problem elsewhere() {
    return new Problem(
        Problem.Kind.OTHER_EPOCH, "The answer was ended elsewhere. Please look again.");
  }
}
