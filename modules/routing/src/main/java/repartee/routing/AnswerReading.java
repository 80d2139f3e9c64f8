package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.EventBus;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import repartee.contract.Address;
import repartee.contract.AnswerBegun;
import repartee.contract.AnswerPiece;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.contract.ReadAnswer;

/**
 * The one loop by which an answer is read, whole, streamed or over a channel: asks for what comes
 * after the last piece, again and again, and not before the last piece was taken. Who reads slowly
 * gets larger pieces; nothing piles up.
 */
final class AnswerReading {
  /**
   * How an answer ended.
   *
   * @param length in UTF-16 units
   */
  record End(MessageState state, Problem.@Nullable Kind failure, int length) {}

  private final EventBus bus;
  private final AnswerBegun begun;
  private final Address<ReadAnswer, AnswerPiece> address;
  private final Function<String, Future<Void>> taker;
  private final Promise<End> ended = Promise.promise();
  private int offset;

  private AnswerReading(EventBus bus, AnswerBegun begun, Function<String, Future<Void>> taker) {
    this.bus = bus;
    this.begun = begun;
    this.address = ReadAnswer.ADDRESS.on(begun.node());
    this.taker = taker;
  }

  /** Hands over each piece as it comes; fails if a piece cannot be read, or is not taken. */
  static Future<End> read(EventBus bus, AnswerBegun begun, Function<String, Future<Void>> taker) {
    AnswerReading reading = new AnswerReading(bus, begun, taker);
    reading.next();
    return reading.ended.future();
  }

  // A loop of callbacks, as a chain of futures would grow with every piece.
  private void next() {
    address.ask(bus, new ReadAnswer(begun.answer(), offset)).onComplete(this::take, ended::fail);
  }

  private void take(AnswerPiece piece) {
    if (piece.text().isEmpty()) {
      goOn(piece);
      return;
    }
    offset += piece.text().length();
    taker.apply(piece.text()).onComplete(taken -> goOn(piece), ended::fail);
  }

  private void goOn(AnswerPiece piece) {
    if (piece.state() == MessageState.STREAMING) {
      next();
    } else {
      ended.complete(new End(piece.state(), piece.failure(), offset));
    }
  }
}
