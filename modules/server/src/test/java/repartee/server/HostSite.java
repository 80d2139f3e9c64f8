package repartee.server;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * Somebody's site, of another origin than the server, whose pages embed the widget under a strict
 * policy: nothing inline, nothing of strangers, Trusted Types. It remembers what was asked of it,
 * so it is also the stranger whom nobody may ask.
 */
final class HostSite implements AutoCloseable {
  private static final Pattern PAGE = Pattern.compile("/[a-z0-9-]*");

  private final HttpServer server;
  private final Map<String, String> pages = new ConcurrentHashMap<>();
  private final Map<String, String> scripts = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile String policy = "";

  HostSite(Vertx vertx) {
    server = vertx.createHttpServer().requestHandler(this::serve);
    server.listen(0, "127.0.0.1").await();
  }

  /** Allows the widget of this server, by what the README tells sites to allow, and no more. */
  HostSite allowing(URI repartee) {
    String host = "http://" + repartee.getAuthority();
    policy =
        """
        default-src 'self'; style-src 'self'; script-src 'self' %1$s; connect-src 'self' %1$s %2$s; \
        require-trusted-types-for 'script'"""
            .formatted(host, host.replace("http", "ws"));
    return this;
  }

  /** Other words of {@code Content-Security-Policy}; empty for none. */
  void policy(String other) {
    policy = other;
  }

  String policy() {
    return policy;
  }

  /** A page at {@code /name} with this in its head and body. */
  URI page(String name, String htmlAttributes, String head, String body) {
    pages.put(
        "/" + name,
        """
        <!doctype html>
        <html %s>
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>A shop</title>
        %s
        </head>
        <body>
        <main><h1>A shop</h1><p>Some words of a page. <a href="/other">Elsewhere</a></p></main>
        %s
        </body>
        </html>
        """
            .formatted(htmlAttributes, head, body));
    return address().resolve("/" + name);
  }

  /** A file of its own, by its name with its ending. */
  void file(String name, String text) {
    scripts.put("/" + name, text);
  }

  /** The paths that were asked for. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  private void serve(HttpServerRequest request) {
    String path = request.path();
    asked.add(path);
    if (scripts.containsKey(path)) {
      String type = path.endsWith(".css") ? "text/css" : "text/javascript";
      request.response().putHeader("Content-Type", type).end(scripts.get(path));
    } else if (PAGE.matcher(path).matches() && pages.containsKey(path)) {
      if (!policy.isEmpty()) {
        request.response().putHeader("Content-Security-Policy", policy);
      }
      request.response().putHeader("Content-Type", "text/html; charset=utf-8").end(pages.get(path));
    } else if (path.equals("/favicon.ico")) {
      request.response().setStatusCode(204).end();
    } else {
      request.response().setStatusCode(404).end();
    }
  }

  @Override
  public void close() {
    server.close().await();
  }
}
