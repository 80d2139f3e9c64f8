package repartee.routing;

import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import repartee.contract.Problem;

/**
 * The token that a request carries: in its {@code Authorization} header, for a channel in a
 * subprotocol, else in the cookie of a session. It is looked for nowhere else, least of all in the
 * URL.
 *
 * @param byCookie the browser has sent it by itself, from one of our own pages
 */
record Carried(@Nullable String token, boolean byCookie) {
  private static final String BEARER = "bearer.";

  /**
   * Fails with {@code FORBIDDEN} where a cookie comes that another site's page may have caused to
   * be sent: from a foreign page, or with what changes something and does not come from our own.
   */
  static Carried of(HttpServerRequest request, Origins origins) throws Problem {
    String header = Keys.token(request.getHeader(HttpHeaders.AUTHORIZATION));
    if (header != null) {
      return new Carried(header, false);
    }
    String protocol = isHandshake(request) ? protocol(request) : null;
    if (protocol != null) {
      return new Carried(protocol, false);
    }
    String session = session(request);
    if (session == null) {
      return new Carried(null, false);
    }
    checkPage(request, origins);
    return new Carried(session, true);
  }

  /** Fails with {@code FORBIDDEN} where a request's cookie must not count. */
  static void checkPage(HttpServerRequest request, Origins origins) throws Problem {
    HttpMethod method = request.method();
    boolean reads =
        !isHandshake(request) && (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD));
    if (reads ? origins.isForeign(request) : !origins.isOwn(request)) {
      throw Problems.foreignPage();
    }
  }

  private static boolean isHandshake(HttpServerRequest request) {
    return request.headers().contains("Sec-WebSocket-Key");
  }

  /** The token in the cookie; null if there is none, or several, of which one is a stranger's. */
  static @Nullable String session(HttpServerRequest request) {
    // Vert.x would keep one of those that are called the same, whoever has set it.
    List<String> tokens =
        request.headers().getAll(HttpHeaders.COOKIE).stream()
            .flatMap(header -> ServerCookieDecoder.STRICT.decodeAll(header).stream())
            .filter(cookie -> cookie.name().equals(SessionRoutes.COOKIE))
            .map(Cookie::value)
            .toList();
    return tokens.size() == 1 && SessionRoutes.isToken(tokens.getFirst())
        ? tokens.getFirst()
        : null;
  }

  private static @Nullable String protocol(HttpServerRequest request) {
    for (String offered : request.headers().getAll("Sec-WebSocket-Protocol")) {
      for (String protocol : offered.split(",")) {
        String name = protocol.strip();
        if (name.startsWith(BEARER) && name.length() > BEARER.length()) {
          return name.substring(BEARER.length());
        }
      }
    }
    return null;
  }
}
