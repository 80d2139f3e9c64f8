package repartee.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** The connections to one server, opened when wanted and kept; lives on one event loop. */
final class ConnectionPool {
  private final NetClient client;
  private final int port;
  private final int connectionsMax;
  private final Deque<Connection> idle = new ArrayDeque<>();
  // Bounded by the turns of a round: those that wait count as late, which is what they are.
  private final Deque<Promise<Void>> waiting = new ArrayDeque<>();
  private int taken;

  ConnectionPool(NetClient client, int port, int connectionsMax) {
    this.client = client;
    this.port = port;
    this.connectionsMax = connectionsMax;
  }

  /** One exchange on a connection of its own, as soon as there is one. */
  Future<Connection.Answered> exchange(Buffer request, Consumer<String> pieces) {
    return place()
        .compose(free -> connection())
        .compose(
            connection ->
                connection.exchange(request, pieces).onComplete(answered -> keep(connection)))
        .onComplete(answered -> leave());
  }

  private Future<Void> place() {
    if (taken < connectionsMax) {
      taken++;
      return Future.succeededFuture();
    }
    Promise<Void> place = Promise.promise();
    waiting.add(place);
    return place.future();
  }

  private Future<Connection> connection() {
    for (Connection kept; (kept = idle.poll()) != null; ) {
      if (kept.isOpen()) {
        return Future.succeededFuture(kept);
      }
    }
    return Connection.open(client, port);
  }

  private void keep(Connection connection) {
    if (connection.isOpen()) {
      idle.push(connection);
    }
  }

  private void leave() {
    Promise<Void> next = waiting.poll();
    if (next == null) {
      taken--;
    } else {
      next.complete();
    }
  }
}
