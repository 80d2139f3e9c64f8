package repartee.routing;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The name under which a request can be found in the log: the client's own, else a new one. */
final class RequestId {
  static final String HEADER = "X-Request-Id";
  private static final int CHARS_MAX = 200;

  private RequestId() {}

  /** Puts it on the answer, from where {@link #of} reads it again. */
  static void mark(HttpServerRequest request) {
    String own = request.getHeader(HEADER);
    request.response().putHeader(HEADER, isSane(own) ? own : UUID.randomUUID().toString());
  }

  static String of(HttpServerResponse response) {
    String marked = response.headers().get(HEADER);
    return marked == null ? UUID.randomUUID().toString() : marked;
  }

  // It comes back in headers, bodies and logs: nothing that could be markup or end a line there.
  private static boolean isSane(@Nullable String id) {
    if (id == null || id.isEmpty() || id.length() > CHARS_MAX) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c <= ' ' || c >= 0x7f || "\"'<>&\\`".indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }
}
