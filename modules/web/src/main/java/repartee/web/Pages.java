package repartee.web;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The static files at their paths. All is read and compressed once, at the start.
 *
 * <ul>
 *   <li>What lies under {@code pages} is at the root, asked for again and again with its {@code
 *       ETag}: {@code pages/widget.js} is {@code /widget.js}, {@code pages/console.html} is {@code
 *       /console}, {@code pages/index.html} is {@code /}.
 *   <li>All else is at {@code /web/<version>/...} for good. The version is a hash of all of it, so
 *       that modules which import each other are always of one kind. Pages say {@code
 *       /web/VERSION/}; the version is put in here.
 * </ul>
 *
 * <p>A page that is older than the server asks under its own version: it gets what there is, and no
 * cache keeps that.
 */
public final class Pages {
  private static final String PAGES = "pages/";
  private static final String VERSION = "/web/VERSION/";
  private static final String FOR_GOOD = "public, max-age=31536000, immutable";
  // Long enough for one visit; then one question of a few bytes.
  private static final String FOR_NOW = "public, max-age=60";
  private static final String POLICY =
      "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'none'; require-trusted-types-for 'script'";

  private final Map<String, Asset> pages = new HashMap<>();
  private final Map<String, Asset> files = new HashMap<>();
  private final String version;

  private Pages(Map<String, byte[]> all) {
    version = version(all);
    all.forEach(
        (name, bytes) -> {
          if (name.startsWith(PAGES)) {
            pages.put(path(name), Asset.of(name, versioned(bytes)));
          } else {
            files.put(name, Asset.of(name, bytes));
          }
        });
  }

  /** Reads all files: some milliseconds, so not for an event loop. */
  public static Pages load() {
    return new Pages(Shelf.read());
  }

  /** What the paths of versioned files begin with: {@code /web/0123456789abcdef0123/}. */
  public String root() {
    return "/web/" + version + "/";
  }

  /** For one event loop; what is not here it leaves to others. */
  public Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    router.route().method(HttpMethod.GET).method(HttpMethod.HEAD).handler(this::serve);
    return router;
  }

  private void serve(RoutingContext context) {
    String path = context.request().path();
    Asset page = pages.get(path);
    if (page != null) {
      answer(context.request(), page, FOR_NOW);
      return;
    }
    int named = path.indexOf('/', "/web/".length());
    Asset file =
        path.startsWith("/web/") && named > 0 ? files.get(path.substring(named + 1)) : null;
    if (file == null) {
      context.next();
    } else {
      answer(context.request(), file, path.startsWith(root()) ? FOR_GOOD : "no-store");
    }
  }

  private static void answer(HttpServerRequest request, Asset asset, String caching) {
    HttpServerResponse response = request.response();
    boolean zipped = takesGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
    String tag = asset.entityTag(zipped);
    MultiMap headers =
        response
            .headers()
            .set(HttpHeaders.ETAG, tag)
            .set(HttpHeaders.CACHE_CONTROL, caching)
            .set(HttpHeaders.VARY, "Accept-Encoding")
            .set("X-Content-Type-Options", "nosniff");
    if (asset.type().startsWith("text/html")) {
      headers
          .set("Content-Security-Policy", POLICY)
          .set("Referrer-Policy", "same-origin")
          .set("Cross-Origin-Opener-Policy", "same-origin");
    } else {
      // Other people's sites load these; there is nothing in them that not everybody may see.
      headers
          .set("Access-Control-Allow-Origin", "*")
          .set("Cross-Origin-Resource-Policy", "cross-origin");
    }
    if (isKnown(tag, request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatusCode(304).end();
      return;
    }
    byte[] bytes = zipped ? asset.zipped() : asset.plain();
    headers.set(HttpHeaders.CONTENT_TYPE, asset.type());
    headers.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(bytes.length));
    if (zipped) {
      headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    if (request.method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      response.end(Buffer.buffer(bytes));
    }
  }

  private static boolean takesGzip(@Nullable String accept) {
    if (accept == null) {
      return false;
    }
    for (String coding : accept.split(",")) {
      String[] parts = coding.strip().split("\\s*;\\s*");
      if (parts[0].equalsIgnoreCase("gzip")) {
        return parts.length == 1 || !parts[1].matches("(?i)q=0(\\.0*)?");
      }
    }
    return false;
  }

  private static boolean isKnown(String tag, @Nullable String known) {
    if (known == null) {
      return false;
    }
    for (String one : known.split(",")) {
      String plain = one.strip();
      if (plain.equals("*") || plain.equals(tag) || plain.equals("W/" + tag)) {
        return true;
      }
    }
    return false;
  }

  private static String path(String name) {
    String path = name.substring(PAGES.length() - 1);
    if (!path.endsWith(".html")) {
      return path;
    }
    String bare = path.substring(0, path.length() - ".html".length());
    return bare.equals("/index") ? "/" : bare;
  }

  private byte[] versioned(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.replace(VERSION, root()).getBytes(StandardCharsets.UTF_8);
  }

  private static String version(Map<String, byte[]> all) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    all.forEach(
        (name, bytes) -> {
          whole.writeBytes(name.getBytes(StandardCharsets.UTF_8));
          whole.writeBytes(bytes);
        });
    return Asset.hash(whole.toByteArray());
  }
}
