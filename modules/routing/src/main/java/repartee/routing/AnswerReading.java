package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.EventBus;
import org.jspecify.annotations.Nullable;
import repartee.contract.Address;
import repartee.contract.AnswerBegun;
import repartee.contract.AnswerPiece;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.contract.ReadAnswer;

/**
 * The one loop by which an answer is read, whole, streamed, resumed or over a channel: asks for
 * what comes after the last piece, again and again, and not before the last piece was taken. Who
 * reads slowly gets larger pieces; nothing piles up.
 */
final class AnswerReading {
  /**
   * How an answer ended; {@code STREAMING} if its reader had enough before.
   *
   * @param length in UTF-16 units
   */
  record End(MessageState state, Problem.@Nullable Kind failure, int length) {}

  /** Who the pieces are for. */
  @FunctionalInterface
  interface Reader {
    /**
     * Takes a piece, which is empty after a silence; succeeds when more may come, with whether any
     * is wanted.
     */
    Future<Boolean> take(String piece);
  }

  private final EventBus bus;
  private final AnswerBegun begun;
  private final Address<ReadAnswer, AnswerPiece> address;
  private final Reader reader;
  private final Promise<End> ended = Promise.promise();
  private int offset;

  private AnswerReading(EventBus bus, AnswerBegun begun, int from, Reader reader) {
    this.bus = bus;
    this.begun = begun;
    this.address = ReadAnswer.ADDRESS.on(begun.node());
    this.reader = reader;
    this.offset = from;
  }

  /**
   * Hands over each piece from that UTF-16 unit on as it comes; fails if one cannot be read, or is
   * not taken.
   */
  static Future<End> read(EventBus bus, AnswerBegun begun, int from, Reader reader) {
    AnswerReading reading = new AnswerReading(bus, begun, from, reader);
    reading.next();
    return reading.ended.future();
  }

  // A loop of callbacks, as a chain of futures would grow with every piece.
  private void next() {
    address.ask(bus, new ReadAnswer(begun.answer(), offset)).onComplete(this::take, ended::fail);
  }

  private void take(AnswerPiece piece) {
    offset += piece.text().length();
    if (piece.text().isEmpty() && piece.state() != MessageState.STREAMING) {
      end(piece);
    } else {
      reader.take(piece.text()).onComplete(more -> goOn(piece, more), ended::fail);
    }
  }

  private void goOn(AnswerPiece piece, boolean more) {
    if (!more) {
      ended.complete(new End(MessageState.STREAMING, null, offset));
    } else if (piece.state() == MessageState.STREAMING) {
      next();
    } else {
      end(piece);
    }
  }

  private void end(AnswerPiece last) {
    ended.complete(new End(last.state(), last.failure(), offset));
  }
}
