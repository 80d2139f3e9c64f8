package repartee.routing;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The connections of one door. Those on which nothing is asked are closed after a while: the HTTP
 * server's own idle timeout would also cut an answer whose model thinks for long, and would let a
 * request pass whose head comes in byte by byte.
 */
final class Connections {
  static final long SWEPT_EVERY_MS = 10_000;
  private static final long IDLE_NANOS_MAX = 60_000_000_000L;

  private final IdentityHashMap<HttpConnection, Use> uses = new IdentityHashMap<>();
  private boolean leaving;

  private static final class Use {
    int requests;
    long idleSince = System.nanoTime();
  }

  void opened(HttpConnection connection) {
    uses.put(connection, new Use());
    // Its own close handler is not told of the end of one that has become a channel.
    Hangup.ended(connection, () -> uses.remove(connection));
  }

  /** How many are open. */
  int size() {
    return uses.size();
  }

  /** A request is idle no more until its answer has ended. */
  void asked(HttpServerRequest request) {
    Use use = uses.get(request.connection());
    if (leaving) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    if (use != null) {
      use.requests++;
      request
          .response()
          .endHandler(
              ended -> {
                use.requests--;
                use.idleSince = System.nanoTime();
                if (leaving) {
                  closeIdle(0);
                }
              });
    }
  }

  /** Closes what has been idle for too long. */
  void sweep() {
    closeIdle(IDLE_NANOS_MAX);
  }

  /** Closes all on which nothing is asked right now; the others once they are answered. */
  void leave() {
    leaving = true;
    closeIdle(0);
  }

  private void closeIdle(long forNanos) {
    long now = System.nanoTime();
    for (Map.Entry<HttpConnection, Use> entry : new ArrayList<>(uses.entrySet())) {
      Use use = entry.getValue();
      if (use.requests == 0 && now - use.idleSince >= forNanos) {
        entry.getKey().close();
        Hangup.soon(entry.getKey());
      }
    }
  }
}
