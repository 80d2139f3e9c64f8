package repartee.routing;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Somebody at the other end of a line who may read slowly: a bounded number of bytes waits for
 * them; beyond it, nothing more is taken until they have read. Fails if they take nothing for long.
 */
final class SlowReader {
  private final Function<String, Future<Void>> line;
  private final int bufferBytesMax;
  private final int stalledMs;
  private int waiting;

  SlowReader(Function<String, Future<Void>> line, RoutingConfiguration configuration) {
    this.line = line;
    this.bufferBytesMax = configuration.channelBufferBytesMax();
    this.stalledMs = configuration.stalledMs();
  }

  /** Succeeds when more may be taken; fails with a timeout, or if the line is cut. */
  Future<Void> take(String text) {
    // A character is at most three bytes for each of its UTF-16 units.
    return taken(text.length() * 3, line.apply(text));
  }

  /** As {@link #take}, for what was written to the same line by others. */
  Future<Void> taken(int bytes, Future<Void> written) {
    waiting += bytes;
    if (written.isComplete()) {
      waiting -= bytes;
      return written;
    }
    // What is written arrives in order: with the last piece, all before it has left.
    Future<Void> left = written.onComplete(done -> waiting -= bytes);
    return waiting <= bufferBytesMax ? Future.succeededFuture() : inTime(left);
  }

  /** Fails with a timeout if what was written has not left in time, however little it is. */
  Future<Void> inTime(Future<Void> written) {
    return written.timeout(stalledMs, TimeUnit.MILLISECONDS);
  }
}
