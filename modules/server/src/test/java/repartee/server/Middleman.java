package repartee.server;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Somebody between a browser and a server: a proxy that lets all through, or one of those that do
 * not know what they are doing.
 */
final class Middleman implements AutoCloseable {
  private static final List<String> OF_A_HOP =
      List.of("connection", "keep-alive", "transfer-encoding", "upgrade", "content-length", "host");

  /** What it does to what passes. */
  enum Manner {
    /** All passes as it comes. */
    HONEST,
    /** No WebSocket is opened. */
    NO_CHANNELS,
    /** A WebSocket is opened and carries nothing. */
    MUTE_CHANNELS,
    /** As without channels, and a response is kept until all of it is there. */
    BUFFERING
  }

  private final HttpServer server;
  private final HttpClient client;
  private final WebSocketClient channels;
  private final Set<HttpConnection> open = ConcurrentHashMap.newKeySet();
  private volatile URI target;
  private volatile boolean away;
  private volatile Manner manner = Manner.HONEST;

  Middleman(Vertx vertx, URI target) {
    this.target = target;
    client = vertx.createHttpClient();
    channels = vertx.createWebSocketClient();
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions().setWebSocketSubProtocols(List.of("repartee.v1")))
            .requestHandler(this::pass)
            .connectionHandler(this::opened);
    server.listen(0, "127.0.0.1").await();
  }

  /** From now on it asks another server. */
  void target(URI other) {
    target = other;
  }

  /** While it is away it closes every connection at once. */
  void away(boolean now) {
    away = now;
  }

  void manner(Manner other) {
    manner = other;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  /** Breaks off everything that is open. */
  void cut() {
    open.forEach(HttpConnection::close);
  }

  private void opened(HttpConnection connection) {
    if (away) {
      connection.close();
      return;
    }
    open.add(connection);
    connection.closeHandler(closed -> open.remove(connection));
  }

  private void pass(HttpServerRequest request) {
    boolean channel = "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    if (!channel) {
      http(request);
    } else if (manner == Manner.HONEST) {
      channel(request);
    } else if (manner == Manner.MUTE_CHANNELS) {
      request.toWebSocket();
    } else {
      request.response().setStatusCode(400).end();
    }
  }

  private void http(HttpServerRequest request) {
    request.pause();
    client
        .request(request.method(), target.getPort(), target.getHost(), request.uri())
        .compose(
            onward -> {
              copy(request.headers(), onward.headers());
              // Of two, one would have to say which coding is whose.
              onward.headers().remove("Accept-Encoding");
              if (request.method().equals(HttpMethod.GET)
                  || request.method().equals(HttpMethod.HEAD)) {
                request.resume();
                return onward.send();
              }
              return request.body().compose(onward::send);
            })
        .onSuccess(answer -> answer(request, answer))
        .onFailure(gone -> request.response().setStatusCode(502).end());
    if (!request.method().equals(HttpMethod.GET)) {
      request.resume();
    }
  }

  private void answer(HttpServerRequest request, HttpClientResponse answer) {
    request.response().setStatusCode(answer.statusCode());
    copy(answer.headers(), request.response().headers());
    if (manner == Manner.BUFFERING) {
      answer.body().onSuccess(request.response()::end);
      return;
    }
    request.response().setChunked(true);
    answer.pipeTo(request.response()).onFailure(broken -> request.connection().close());
  }

  private void channel(HttpServerRequest request) {
    WebSocketConnectOptions onward =
        new WebSocketConnectOptions()
            .setHost(target.getHost())
            .setPort(target.getPort())
            .setURI(request.uri())
            .addHeader("Origin", String.valueOf(request.getHeader("Origin")))
            .setSubProtocols(List.of(request.getHeader("Sec-WebSocket-Protocol").split(",\\s*")));
    request.pause();
    channels
        .connect(onward)
        .onSuccess(
            there -> {
              there.pause();
              request
                  .toWebSocket()
                  .onSuccess(
                      here -> {
                        join(here, there);
                        join(there, here);
                        there.resume();
                      });
            })
        .onFailure(refused -> request.response().setStatusCode(502).end());
  }

  private static void join(WebSocketBase one, WebSocketBase other) {
    one.textMessageHandler(other::writeTextMessage);
    one.closeHandler(closed -> other.close(code(one), one.closeReason()));
  }

  private static short code(WebSocketBase closed) {
    Short code = closed.closeStatusCode();
    return code == null || code == 1005 || code == 1006 ? 1011 : code;
  }

  private static void copy(MultiMap from, MultiMap to) {
    from.forEach(
        (name, value) -> {
          if (!OF_A_HOP.contains(name.toLowerCase(Locale.ROOT))) {
            to.add(name, value);
          }
        });
  }

  @Override
  public void close() {
    server.close().await();
    client.close().await();
    channels.close().await();
  }
}
