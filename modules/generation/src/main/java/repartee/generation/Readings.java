package repartee.generation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.Answer;
import repartee.contract.AnswerPiece;
import repartee.contract.AnswerRef;
import repartee.contract.CloseTurn;
import repartee.contract.FindAnswer;
import repartee.contract.Message;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.contract.ReadAnswer;

/** Answers {@link ReadAnswer}: from memory while an answer is fresh, else from the log. */
final class Readings {
  private static final Logger log = LoggerFactory.getLogger(Readings.class);
  // An answer that nobody writes is surely nobody's after this.
  private static final Duration ORPHANED_AFTER = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final GenerationConfiguration configuration;
  private final LiveAnswers live;

  Readings(Vertx vertx, GenerationConfiguration configuration, LiveAnswers live) {
    this.vertx = vertx;
    this.configuration = configuration;
    this.live = live;
  }

  Future<AnswerPiece> read(ReadAnswer reading) {
    LiveAnswer answer = live.find(reading.answer().messageId());
    return answer == null ? fromLog(reading) : piece(answer, reading);
  }

  private Future<AnswerPiece> piece(LiveAnswer answer, ReadAnswer reading) {
    if (!answer.ref().equals(reading.answer())) {
      return Future.failedFuture(mismatch(answer.ref(), reading.answer()));
    }
    long until = System.nanoTime() + configuration.readWaitMs() * 1_000_000L;
    return answer.read(reading.from(), configuration.pieceCharsMax(), until);
  }

  private Future<AnswerPiece> fromLog(ReadAnswer reading) {
    AnswerRef ref = reading.answer();
    return FindAnswer.ADDRESS
        .ask(
            vertx.eventBus(),
            new FindAnswer(ref.chatbotId(), ref.conversationUid(), ref.messageId()))
        .compose(
            stored -> {
              LiveAnswer begunMeanwhile = live.find(ref.messageId());
              if (begunMeanwhile != null) {
                return piece(begunMeanwhile, reading);
              }
              if (!stored.ref().equals(ref)) {
                return Future.failedFuture(mismatch(stored.ref(), ref));
              }
              return stored.message().state() == MessageState.STREAMING
                  ? unwritten(stored, reading)
                  : piece(keep(stored), reading);
            });
  }

  /** In the log it is being written, but not here: begun this moment, or left by a crash. */
  private Future<AnswerPiece> unwritten(Answer stored, ReadAnswer reading) {
    Message message = stored.message();
    if (Duration.between(message.updatedAt(), Instant.now()).compareTo(ORPHANED_AFTER) < 0) {
      return vertx
          .timer(configuration.readWaitMs(), TimeUnit.MILLISECONDS)
          .map(late -> new AnswerPiece("", MessageState.STREAMING, null));
    }
    log.warn("an answer that nobody writes is ended message={}", message.id());
    return CloseTurn.ADDRESS
        .ask(
            vertx.eventBus(),
            new CloseTurn(
                stored.ref(),
                message.content(),
                MessageState.INTERRUPTED,
                message.relatedDocs(),
                null))
        .compose(closed -> fromLog(reading));
  }

  private LiveAnswer keep(Answer stored) {
    LiveAnswer answer = new LiveAnswer(stored.ref());
    answer.headed(stored.header());
    answer.append(stored.message().content());
    answer.end(stored.message().state(), stored.failure());
    live.keep(answer);
    return answer;
  }

  private static Problem mismatch(AnswerRef here, AnswerRef wanted) {
    boolean same =
        here.chatbotId().equals(wanted.chatbotId())
            && here.conversationUid().equals(wanted.conversationUid())
            && here.messageId().equals(wanted.messageId())
            && here.seq() == wanted.seq();
    return same
        ? new Problem(
            Problem.Kind.OTHER_EPOCH, "The answer was begun anew. Please read it from its start.")
        : new Problem(
            Problem.Kind.UNKNOWN_CONVERSATION, "There is no such answer in this conversation.");
  }
}
