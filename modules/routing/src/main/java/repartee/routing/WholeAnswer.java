package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import repartee.contract.AnswerBegun;
import repartee.contract.AnswerRef;
import repartee.contract.MessageState;
import repartee.contract.OpenReading;
import repartee.contract.Problem;
import repartee.contract.StreamHeader;

/**
 * An answer read to its end before anything of it is told: so it may be begun anew meanwhile, on
 * another node too, and its reader never knows.
 */
record WholeAnswer(AnswerBegun begun, String text) {
  /** Fails if it broke off, or if nobody waits for it any more. */
  static Future<WholeAnswer> read(
      Vertx vertx,
      LogWatch watch,
      AnswerBegun begun,
      BooleanSupplier gone,
      RoutingConfiguration configuration) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(configuration.turnWaitMs());
    return read(vertx, watch, begun, gone, configuration.lookAgainMs(), until);
  }

  StreamHeader header() {
    return begun.header();
  }

  private static Future<WholeAnswer> read(
      Vertx vertx,
      LogWatch watch,
      AnswerBegun begun,
      BooleanSupplier gone,
      int lookAgainMs,
      long untilNanos) {
    StringBuilder text = new StringBuilder();
    return AnswerReading.read(
            watch,
            begun,
            0,
            piece -> {
              text.append(piece);
              return Future.succeededFuture(!gone.getAsBoolean());
            })
        .transform(
            ended -> {
              if (ended.succeeded()) {
                checkWhole(ended.result(), begun);
                return Future.succeededFuture(new WholeAnswer(begun, text.toString()));
              }
              boolean again =
                  isElsewhere(ended.cause())
                      && !gone.getAsBoolean()
                      && System.nanoTime() < untilNanos;
              return again
                  ? reopen(vertx, begun, lookAgainMs)
                      .compose(found -> read(vertx, watch, found, gone, lookAgainMs, untilNanos))
                  : Future.failedFuture(ended.cause());
            });
  }

  /** Where it is written now; asked again after a while in which that may be known. */
  private static Future<AnswerBegun> reopen(Vertx vertx, AnswerBegun begun, int lookAgainMs) {
    AnswerRef answer = begun.answer();
    OpenReading open =
        new OpenReading(
            answer.chatbotId(), answer.conversationUid().toString(), answer.messageId());
    return vertx
        .timer(lookAgainMs)
        .compose(later -> OpenReading.ADDRESS.ask(vertx.eventBus(), open))
        // Not to be reached yet: read where it was, which fails, and so on.
        .recover(
            cause ->
                Problem.of(cause).kind() == Problem.Kind.BUSY
                    ? Future.succeededFuture(begun)
                    : Future.failedFuture(cause));
  }

  private static boolean isElsewhere(Throwable cause) {
    Problem.Kind why = Problem.of(cause).kind();
    return why == Problem.Kind.OTHER_EPOCH || why == Problem.Kind.BUSY;
  }

  private static void checkWhole(AnswerReading.End end, AnswerBegun begun) throws Problem {
    if (end.state() == MessageState.STREAMING) {
      throw Problems.busy("Nobody waits for the answer any more.");
    }
    if (Asking.brokeOff(end.state())) {
      Problem.Kind kind = end.failure() == null ? Problem.Kind.MODEL_FAILED : end.failure();
      throw new Problem(
          kind,
          "The answer broke off. The question and what was said are kept as message "
              + begun.answer().messageId()
              + ". Please ask again.");
    }
  }
}
