package repartee.routing;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hostnames of a chatbot's restrictions: on whose pages it may be asked.
 *
 * <p>An entry is a host ({@code example.com}), a host with its port ({@code localhost:3000};
 * without one, any port will do), or all hosts below one ({@code *.example.com}, not {@code
 * example.com} itself). Hosts are compared whole and without case. {@code Origin} decides, else
 * {@code Referer}.
 *
 * <p>A request that names neither does not come from a page: it is a server with its secret key,
 * whom hostnames do not restrict, as only browsers tell them truly.
 */
final class Hostnames {
  private static final Pattern ENTRY =
      Pattern.compile(
          "((\\*\\.)?([a-z0-9_-]+\\.)*[a-z0-9_-]+|\\[[0-9a-f:.]+])(:\\d{1,5})?",
          Pattern.CASE_INSENSITIVE);

  private Hostnames() {}

  static boolean isEntry(String text) {
    return text.length() <= 300 && ENTRY.matcher(text).matches();
  }

  /** The page that a request says it comes from; null if it comes from none. */
  static @Nullable String page(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin != null ? origin : request.getHeader(HttpHeaders.REFERER);
  }

  /**
   * Whether a page of this address may; {@code null}, the origin of nowhere, may only if all do.
   */
  static boolean allow(List<String> allowed, String page) {
    if (allowed.isEmpty()) {
      return true;
    }
    URI uri = uri(page);
    if (uri == null || uri.getHost() == null || uri.getRawUserInfo() != null) {
      return false;
    }
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    for (String entry : allowed) {
      if (matches(entry.toLowerCase(Locale.ROOT), host, port)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String entry, String host, int port) {
    int colon = entry.lastIndexOf(':');
    boolean withPort = colon > entry.lastIndexOf(']');
    if (withPort && !entry.substring(colon + 1).equals(Integer.toString(port))) {
      return false;
    }
    String name = withPort ? entry.substring(0, colon) : entry;
    return name.startsWith("*.") ? host.endsWith(name.substring(1)) : host.equals(name);
  }

  private static @Nullable URI uri(String page) {
    try {
      URI uri = new URI(page);
      return "http".equals(uri.getScheme()) || "https".equals(uri.getScheme()) ? uri : null;
    } catch (URISyntaxException notOne) {
      return null;
    }
  }
}
