package repartee.routing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** The bytes of a stream between two places, which may lie inside characters. */
final class RangeWriting {
  private final HttpServerResponse response;
  private final SlowReader reader;
  private final byte[] head;
  private final long last;
  private final long first;
  private long next;

  /** {@code textBytesBefore}: of the text, so many stand before the first piece that will come. */
  RangeWriting(
      HttpServerResponse response,
      SlowReader reader,
      byte[] head,
      long first,
      long last,
      long textBytesBefore) {
    this.response = response;
    this.reader = reader;
    this.head = head;
    this.first = first;
    this.last = last;
    this.next = head.length + textBytesBefore;
  }

  /** What stands before the text, as far as it is wanted; succeeds with whether any text is. */
  Future<Boolean> head() {
    if (first >= head.length) {
      return Future.succeededFuture(true);
    }
    int to = (int) Math.min(head.length, last + 1);
    return write(Buffer.buffer(head).slice((int) first, to)).map(written -> last >= head.length);
  }

  /** A piece of the text, as far as it is wanted; succeeds with whether more is. */
  Future<Boolean> text(String piece) {
    if (piece.isEmpty()) {
      return Future.succeededFuture(!response.closed());
    }
    Buffer bytes = Buffer.buffer(piece.getBytes(UTF_8));
    int from = Math.clamp(first - next, 0, bytes.length());
    int to = Math.clamp(last + 1 - next, from, bytes.length());
    next += bytes.length();
    boolean more = last >= next;
    return from == to
        ? Future.succeededFuture(more)
        : write(bytes.slice(from, to)).map(written -> more);
  }

  private Future<Void> write(Buffer bytes) {
    return reader.taken(bytes.length(), response.write(bytes));
  }
}
