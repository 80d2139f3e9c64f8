package repartee.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/** A request on a connection of its own, which is then closed: as somebody comes who was away. */
final class Reconnection {
  private final Stand stand;

  Reconnection(Stand stand) {
    this.stand = stand;
  }

  /** Reads the response to its end. */
  Future<?> readAll(Buffer request, int statusExpected) {
    return open()
        .compose(
            connection ->
                connection
                    .exchange(request, piece -> {})
                    .map(answered -> checked(answered.status(), statusExpected))
                    .eventually(connection::close));
  }

  /** Hangs up when the first of the body has come. */
  Future<?> readFirst(Buffer request, int statusExpected) {
    Promise<Integer> first = Promise.promise();
    return open()
        .compose(
            connection -> {
              connection
                  .exchange(request, piece -> first.tryComplete(connection.status()))
                  .onSuccess(ended -> first.tryFail("it ended without a body"))
                  .onFailure(first::tryFail);
              return first
                  .future()
                  .map(status -> checked(status, statusExpected))
                  .eventually(connection::close);
            });
  }

  private Future<Connection> open() {
    return Connection.open(stand.client(), stand.server().process().port());
  }

  private static int checked(int status, int expected) {
    if (status != expected) {
      throw new IllegalStateException("status " + status, new IOException("not " + expected));
    }
    return status;
  }
}
