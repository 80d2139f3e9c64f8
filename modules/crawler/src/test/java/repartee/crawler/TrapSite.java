package repartee.crawler;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/** A site on loopback whose every path does what the test says; it writes down who asked. */
final class TrapSite {
  final List<HttpServerRequest> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Consumer<HttpServerRequest>> paths = new ConcurrentHashMap<>();
  private final HttpServer server;

  TrapSite(Vertx vertx) {
    server = vertx.createHttpServer().requestHandler(this::handle).listen(0, "127.0.0.1").await();
  }

  int port() {
    return server.actualPort();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  TrapSite at(String path, Consumer<HttpServerRequest> does) {
    paths.put(path, does);
    return this;
  }

  TrapSite page(String path, String html) {
    return at(path, request -> html(request, html));
  }

  TrapSite redirect(String path, String location) {
    return at(
        path,
        request -> request.response().setStatusCode(302).putHeader("Location", location).end());
  }

  List<String> asked() {
    return requests.stream().map(HttpServerRequest::uri).toList();
  }

  static void html(HttpServerRequest request, String html) {
    request.response().putHeader("Content-Type", "text/html; charset=utf-8").end(html);
  }

  /** Sends without end, as fast as it is taken. */
  static void flood(HttpServerRequest request, Buffer piece) {
    HttpServerResponse response = request.response();
    if (!response.headWritten()) {
      response.setChunked(true);
    }
    if (!response.closed()) {
      response.write(piece).onSuccess(taken -> flood(request, piece));
    }
  }

  /** That many zeros, or of what else a text is made of. */
  static Buffer gzip(String piece, int times) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] bytes = piece.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    try (OutputStream out = new GZIPOutputStream(packed)) {
      for (int i = 0; i < times; i++) {
        out.write(bytes);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return Buffer.buffer(packed.toByteArray());
  }

  private void handle(HttpServerRequest request) {
    requests.add(request);
    Consumer<HttpServerRequest> does = paths.get(request.path());
    if (does == null) {
      request.response().setStatusCode(404).end("no such page");
    } else {
      does.accept(request);
    }
  }
}
