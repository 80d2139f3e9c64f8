package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
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

  private final LogWatch watch;
  private final AnswerBegun begun;
  private final Address<ReadAnswer, AnswerPiece> address;
  private final Reader reader;
  private final Promise<End> ended = Promise.promise();
  private int offset;

  private AnswerReading(LogWatch watch, AnswerBegun begun, int from, Reader reader) {
    this.watch = watch;
    this.begun = begun;
    this.address = ReadAnswer.ADDRESS.on(begun.node());
    this.reader = reader;
    this.offset = from;
  }

  /**
   * Hands over each piece from that UTF-16 unit on as it comes; fails if one cannot be read, or is
   * not taken, or if the answer is begun anew because its node is gone.
   */
  static Future<End> read(LogWatch watch, AnswerBegun begun, int from, Reader reader) {
    AnswerReading reading = new AnswerReading(watch, begun, from, reader);
    if (!watch.isHere(begun.node())) {
      Elsewhere.watch(watch, begun, reading.ended);
    }
    reading.next();
    return reading.ended.future();
  }

  // A loop of callbacks, as a chain of futures would grow with every piece.
  private void next() {
    address
        .ask(watch.bus(), new ReadAnswer(begun.answer(), offset))
        .onComplete(this::take, ended::tryFail);
  }

  private void take(AnswerPiece piece) {
    if (ended.future().isComplete()) {
      // Its node was frozen, and speaks again: somebody else has begun the answer anew.
      return;
    }
    offset += piece.text().length();
    if (piece.text().isEmpty() && piece.state() != MessageState.STREAMING) {
      end(piece);
    } else {
      reader.take(piece.text()).onComplete(more -> goOn(piece, more), ended::tryFail);
    }
  }

  private void goOn(AnswerPiece piece, boolean more) {
    if (!more) {
      ended.tryComplete(new End(MessageState.STREAMING, null, offset));
    } else if (piece.state() == MessageState.STREAMING) {
      if (!ended.future().isComplete()) {
        next();
      }
    } else {
      end(piece);
    }
  }

  private void end(AnswerPiece last) {
    ended.tryComplete(new End(last.state(), last.failure(), offset));
  }
}
