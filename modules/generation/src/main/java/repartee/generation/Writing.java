package repartee.generation;

import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.CloseTurn;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.contract.RelatedDoc;

/** One answer from its model's first word until its end is durable and told. */
final class Writing {
  private static final Logger log = LoggerFactory.getLogger(Writing.class);

  private final LiveAnswer answer;
  private final LiveAnswers live;
  private final Closing closing;
  private final Draft draft;

  Writing(LiveAnswer answer, LiveAnswers live, Closing closing, int charsMax) {
    this.answer = answer;
    this.live = live;
    this.closing = closing;
    this.draft = new Draft(answer, charsMax);
  }

  /** Done, and never failed, once the readers know how it ended. */
  Future<Void> write(Model model, Prompt prompt) {
    return model
        .write(prompt, draft)
        .transform(
            written -> {
              draft.finish();
              return end(written.cause(), prompt.passages());
            });
  }

  /** There is nothing to write, for this reason. */
  Future<Void> fail(Problem problem) {
    return end(problem, List.of());
  }

  /** Ends it as it stands. */
  void stop() {
    draft.stop();
  }

  /** Tells those who have waited long enough that there is nothing yet. */
  void expireReaders(long nowNanos) {
    answer.expire(nowNanos);
  }

  private Future<Void> end(@Nullable Throwable cause, List<RelatedDoc> passages) {
    Problem.Kind failure = failure(cause);
    MessageState state = state(failure);
    return closing
        .close(new CloseTurn(answer.ref(), answer.text(), state, passages, failure))
        .transform(
            closed -> {
              live.release();
              if (closed.succeeded()) {
                answer.end(state, failure);
                live.keep(answer);
              } else {
                lost(Problem.of(closed.cause()));
              }
              return Future.succeededFuture();
            });
  }

  private void lost(Problem problem) {
    if (problem.kind() == Problem.Kind.OTHER_EPOCH) {
      live.remove(answer);
      answer.abandon(problem);
      return;
    }
    log.error("an answer could not be stored message={}", answer.ref().messageId(), problem);
    answer.end(MessageState.FAILED, Problem.Kind.INTERNAL);
    live.keep(answer);
  }

  private Problem.@Nullable Kind failure(@Nullable Throwable cause) {
    if (cause != null) {
      Problem problem = Problem.of(cause);
      if (problem.kind() == Problem.Kind.INTERNAL) {
        log.error("an answer failed message={}", answer.ref().messageId(), cause);
      }
      return problem.kind();
    }
    return draft.overflown() || (draft.isEmpty() && !draft.stopped())
        ? Problem.Kind.MODEL_FAILED
        : null;
  }

  private MessageState state(Problem.@Nullable Kind failure) {
    if (failure == null && !draft.stopped()) {
      return MessageState.COMPLETE;
    }
    return failure != null && draft.isEmpty() ? MessageState.FAILED : MessageState.INTERRUPTED;
  }
}
