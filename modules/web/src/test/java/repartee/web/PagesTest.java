package repartee.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the files of browsers are served. */
final class PagesTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Pages PAGES = Pages.load();
  private static HttpServer server;

  @BeforeAll
  static void start() {
    Router door = Router.router(VERTX);
    door.route("/*").subRouter(PAGES.router(VERTX));
    door.route().handler(context -> context.response().setStatusCode(404).end("elsewhere"));
    server = VERTX.createHttpServer().requestHandler(door).listen(0, "127.0.0.1").await();
  }

  @AfterAll
  static void stop() {
    HTTP.close();
    VERTX.close().await();
  }

  @Test
  void whatAPageLoadsStandsUnderItsVersionForGood() throws Exception {
    HttpResponse<byte[]> loader = get("/widget.js");
    Matcher import0 = Pattern.compile("from \"(/web/\\w{20}/[^\"]+)\"").matcher(text(loader));

    assertThat(import0.find()).isTrue();
    HttpResponse<byte[]> module = get(import0.group(1));
    assertThat(module.statusCode()).isEqualTo(200);
    assertThat(header(module, "Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(header(loader, "Cache-Control")).isEqualTo("public, max-age=60");
  }

  @Test
  void aPageThatIsOlderThanTheServerGetsWhatThereIsAndKeepsItNot() throws Exception {
    HttpResponse<byte[]> module = get("/web/00000000000000000000/widget/element.js");

    assertThat(module.statusCode()).isEqualTo(200);
    assertThat(header(module, "Cache-Control")).isEqualTo("no-store");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/widget.js", "/web/V/library/marked.js", "/web/V/library/purify.js"})
  void scriptsMayBeLoadedByOtherSitesAsNothingButScripts(String path) throws Exception {
    HttpResponse<byte[]> script = get(path);

    assertThat(script.statusCode()).isEqualTo(200);
    assertThat(header(script, "Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(header(script, "Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(header(script, "Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
    assertThat(header(script, "X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void ourOwnPagesAllowNothingInlineAndNoFrameAroundThem() throws Exception {
    HttpResponse<byte[]> page = get("/");

    assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(header(page, "Content-Security-Policy"))
        .contains(
            "default-src 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'")
        .doesNotContain("unsafe");
    assertThat(page.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void theSameBytesLeaveSmallerToWhoTakesThemSo() throws Exception {
    HttpResponse<byte[]> plain = get("/web/V/library/marked.js");
    HttpResponse<byte[]> small =
        get("/web/V/library/marked.js", "Accept-Encoding", "br, gzip;q=0.8");

    assertThat(header(small, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(small, "Vary")).isEqualTo("Accept-Encoding");
    assertThat(small.body()).hasSizeLessThan(plain.body().length / 2);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(small.body())).readAllBytes())
        .isEqualTo(plain.body());
    assertThat(header(small, "ETag")).isNotEqualTo(header(plain, "ETag"));
    assertThat(get("/widget.js", "Accept-Encoding", "gzip;q=0").headers().map())
        .doesNotContainKey("content-encoding");
  }

  @Test
  void whatIsKnownIsNotSentAgain() throws Exception {
    String tag = header(get("/widget.js"), "ETag");

    HttpResponse<byte[]> known = get("/widget.js", "If-None-Match", "\"x\", W/" + tag);

    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(known.body()).isEmpty();
    assertThat(header(known, "ETag")).isEqualTo(tag);
    assertThat(get("/widget.js", "If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
  }

  @Test
  void headTellsTheLengthAndSendsNothing() throws Exception {
    HttpResponse<byte[]> head =
        HTTP.send(
            request("/widget.js").method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
            HttpResponse.BodyHandlers.ofByteArray());

    assertThat(head.body()).isEmpty();
    assertThat(header(head, "Content-Length"))
        .isEqualTo(Integer.toString(get("/widget.js").body().length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/index.html",
        "/pages/index.html",
        "/web/",
        "/web/V",
        "/web/V/pages/index.html",
        "/web/V/Pages.class",
        "/web/V/../widget.js",
        "/web/V/%2e%2e/Pages.class",
        "/web//etc/passwd",
        "/nothing"
      })
  void whatIsNotThereIsLeftToOthers(String path) throws Exception {
    assertThat(text(get(path))).isEqualTo("elsewhere");
  }

  private static HttpResponse<byte[]> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path));
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("none");
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), UTF_8);
  }
}
