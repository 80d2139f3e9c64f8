package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.ServerWebSocket;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.DelimitedStreamWriter;
import repartee.contract.Problem;

/** What goes out on a channel: messages and notices, one after the other. */
final class ChannelLine {
  private static final Logger log = LoggerFactory.getLogger(ChannelLine.class);

  private final SlowReader reader;
  private final Consumer<Throwable> cut;
  private final Queue<Turn> turns = new ArrayDeque<>();
  private boolean busy;
  private boolean closed;

  private record Turn(Supplier<Future<Void>> does, Promise<Void> done) {}

  /** {@code cut}: what happens if a message cannot be told to its end. */
  ChannelLine(ServerWebSocket socket, RoutingConfiguration configuration, Consumer<Throwable> cut) {
    this.reader = new SlowReader(socket::writeTextMessage, configuration);
    this.cut = cut;
  }

  /** How many turns wait behind the one that goes out. */
  int waiting() {
    return turns.size();
  }

  boolean isClosed() {
    return closed;
  }

  /** Nothing waits any more. */
  void close() {
    closed = true;
    turns.clear();
  }

  /** Runs when all before it has gone out; succeeds when it has, too. */
  Future<Void> add(Supplier<Future<Void>> turn) {
    Promise<Void> done = Promise.promise();
    if (!closed) {
      turns.add(new Turn(turn, done));
      if (!busy) {
        next();
      }
    }
    return done.future();
  }

  /** Tells what is wrong, between two messages. */
  Future<Void> refuse(Problem problem) {
    return add(() -> take(notice(problem, UUID.randomUUID().toString())));
  }

  /** As {@link #refuse}; what nobody foresaw is logged. */
  Future<Void> fail(Throwable cause) {
    return add(() -> failNow(cause));
  }

  /** As {@link #fail}, for whose turn it is. */
  Future<Void> failNow(Throwable cause) {
    Problem problem = Problem.of(cause);
    String requestId = UUID.randomUUID().toString();
    if (problem.kind() == Problem.Kind.INTERNAL) {
      log.error("a request on a channel failed request={}", requestId, cause);
    }
    return take(notice(problem, requestId));
  }

  /** Tells something between two messages. */
  Future<Void> tell(Object data) {
    return add(() -> take(notice(data)));
  }

  /** Only for whose turn it is; succeeds when more may go out. */
  Future<Void> take(String text) {
    return closed ? Future.failedFuture(new ClosedChannelException()) : reader.take(text);
  }

  /** The envelope of a problem as a line between two messages. */
  static String notice(Problem problem, String requestId) {
    return DelimitedStreamWriter.notice(Envelope.of(problem, requestId));
  }

  /** News, in the same envelope. */
  static String notice(Object data) {
    return DelimitedStreamWriter.notice(Envelope.success(data, UUID.randomUUID().toString()));
  }

  private void next() {
    Turn turn = turns.poll();
    busy = turn != null;
    if (turn != null) {
      Future.succeededFuture()
          .compose(now -> turn.does().get())
          .onComplete(
              told -> {
                turn.done().complete();
                next();
              },
              cut::accept);
    }
  }
}
