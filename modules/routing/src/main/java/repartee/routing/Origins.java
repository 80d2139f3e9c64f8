package repartee.routing;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request comes from a page of our own.
 *
 * @param trustedProxies whose {@code X-Forwarded-Proto} counts
 */
record Origins(List<String> trustedProxies) {

  /** What browsers compare: two ports of a host are two origins. */
  private record Origin(String scheme, String host, int port) {}

  /** Whether a browser says that another site's page sends it, or one of nowhere. */
  boolean isForeign(HttpServerRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      // No page can set it; behind a proxy that changes the host it is the only one to say so.
      return !site.equals("same-origin") && !site.equals("none");
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin != null && !isOwn(request, origin);
  }

  /** Whether a browser says that one of our pages sends it: not to be said is not enough. */
  boolean isOwn(HttpServerRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin");
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin != null && isOwn(request, origin);
  }

  boolean isHttps(HttpServerRequest request) {
    return "https".equals(scheme(request));
  }

  private boolean isOwn(HttpServerRequest request, String origin) {
    Origin own = origin(scheme(request) + "://" + request.getHeader(HttpHeaders.HOST));
    return own != null && own.equals(origin(origin));
  }

  private String scheme(HttpServerRequest request) {
    String forwarded = request.getHeader("X-Forwarded-Proto");
    return forwarded != null && Networks.isFrom(request, trustedProxies)
        ? forwarded.strip().toLowerCase(Locale.ROOT)
        : String.valueOf(request.scheme());
  }

  private static @Nullable Origin origin(String text) {
    try {
      URI uri = new URI(text);
      String scheme = uri.getScheme();
      String host = uri.getHost();
      boolean bare =
          host != null
              && uri.getRawUserInfo() == null
              && uri.getRawPath().isEmpty()
              && uri.getRawQuery() == null;
      if (!bare || !("http".equals(scheme) || "https".equals(scheme))) {
        return null;
      }
      int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(scheme) ? 443 : 80;
      return new Origin(scheme, host.toLowerCase(Locale.ROOT), port);
    } catch (URISyntaxException notOne) {
      return null;
    }
  }
}
