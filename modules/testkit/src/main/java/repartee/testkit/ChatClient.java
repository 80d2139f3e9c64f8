package repartee.testkit;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import repartee.contract.DelimitedStreamParser;
import repartee.contract.Json;

/**
 * A client of both dialects, for tests and measurements: plain requests, the delimited stream piece
 * by piece, channels. It waits in no queue of its own: every request gets a connection.
 */
public final class ChatClient implements AutoCloseable {
  private static final int CONNECTIONS_MAX = 10_000;
  private static final int CHANNEL_TRIES = 5;

  private final String host;
  private final int port;
  private final @Nullable String key;
  private final HttpClientAgent http;
  private final WebSocketClient sockets;

  /** Speaks to the server there; without a key, as nobody. */
  public ChatClient(Vertx vertx, String host, int port, @Nullable String key) {
    this.host = host;
    this.port = port;
    this.key = key;
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions().setDecompressionSupported(false),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS_MAX));
    this.sockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxConnections(CONNECTIONS_MAX)
                .setMaxFrameSize(16 << 20)
                .setMaxMessageSize(16 << 20));
  }

  /** Where a chatbot is asked in the backend dialect. */
  public static String chat(UUID chatbot) {
    return "/api/v1/backend/chatbot/" + chatbot + "/chat";
  }

  /** Where a chatbot is asked in the resource dialect. */
  public static String conversations(UUID chatbot) {
    return "/chatbots/" + chatbot + "/conversations";
  }

  /** A request without a body. */
  public Future<ChatClientReply> get(String path) {
    return send(HttpMethod.GET, path, Map.of(), null);
  }

  /** A request with a JSON body. */
  public Future<ChatClientReply> post(String path, Object body) {
    return send(HttpMethod.POST, path, Map.of(), Json.compact(body));
  }

  /** Any request; a body is JSON unless a header says otherwise. */
  public Future<ChatClientReply> send(
      HttpMethod method, String path, Map<String, String> headers, @Nullable String body) {
    return exchange(
        method,
        path,
        headers,
        body,
        response ->
            response
                .body()
                .map(
                    bytes ->
                        new ChatClientReply(response.statusCode(), response.headers(), bytes)));
  }

  /**
   * Asks with {@code "stream": true} in the body and hands over the parts as they come. Fails with
   * an {@link IllegalStateException} that names the status if there is no stream, and if the stream
   * is cut.
   */
  public Future<MultiMap> stream(
      String path, Object body, Consumer<DelimitedStreamParser.Part> parts) {
    return exchange(
        HttpMethod.POST,
        path,
        Map.of(),
        Json.compact(body),
        response -> readParts(response, parts));
  }

  /**
   * What of a stream's bytes is still wanted: those from {@code first} on, as they come. Fails with
   * an {@link IllegalStateException} that names the status if there are none, and if the stream is
   * cut. {@code bytes} may fail: then the connection is closed.
   */
  public Future<MultiMap> resume(
      String streamPath, long first, Map<String, String> headers, Consumer<Buffer> bytes) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Range", "bytes=" + first + "-");
    return exchange(
        HttpMethod.GET,
        streamPath,
        all,
        null,
        response -> {
          if (response.statusCode() != 206) {
            return Future.failedFuture(
                new IllegalStateException("no part but status " + response.statusCode()));
          }
          return read(response, bytes);
        });
  }

  /** Opens a channel; parts of answers and notices are handed over as they come. */
  public Future<ChatClientChannel> channel(
      String path, Map<String, String> headers, Consumer<DelimitedStreamParser.Part> parts) {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions().setHost(host).setPort(port).setURI(path);
    headers.forEach(options::addHeader);
    if (key != null) {
      options.setSubProtocols(List.of("repartee.v1", "bearer." + key));
    }
    return channel(options, parts, CHANNEL_TRIES);
  }

  private Future<ChatClientChannel> channel(
      WebSocketConnectOptions options, Consumer<DelimitedStreamParser.Part> parts, int tries) {
    // The handlers are there before the first frame can come.
    ClientWebSocket socket = sockets.webSocket();
    ChatClientChannel channel = new ChatClientChannel(socket, parts);
    return socket
        .connect(options)
        .map(channel)
        .recover(
            cause ->
                // Vert.x sets its own handlers late, which fails on a channel that the server has
                // closed at once: then nobody can learn the code any more.
                cause instanceof IllegalStateException && tries > 1
                    ? channel(options, parts, tries - 1)
                    : Future.failedFuture(cause));
  }

  /** Closes all connections. */
  @Override
  public void close() {
    http.close().await();
    sockets.close().await();
  }

  private <T> Future<T> exchange(
      HttpMethod method,
      String path,
      Map<String, String> headers,
      @Nullable String body,
      Function<HttpClientResponse, Future<T>> reader) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setHost(host)
            .setPort(port)
            .setURI(path)
            .setFollowRedirects(false);
    if (key != null) {
      options.putHeader("Authorization", "Bearer " + key);
    }
    if (body != null) {
      options.putHeader("Content-Type", "application/json");
    }
    headers.forEach(options::putHeader);
    // The reader is set on the event loop that sends: it cannot come after the response.
    return http.request(options)
        .compose(request -> (body == null ? request.send() : request.send(body)).compose(reader));
  }

  private static Future<MultiMap> read(HttpClientResponse response, Consumer<Buffer> bytes) {
    Promise<MultiMap> read = Promise.promise();
    response
        .handler(
            piece -> {
              try {
                bytes.accept(piece);
              } catch (RuntimeException enough) {
                read.tryFail(enough);
                response.request().connection().close();
              }
            })
        .exceptionHandler(read::tryFail)
        .endHandler(end -> read.tryComplete(response.headers()));
    return read.future();
  }

  private static Future<MultiMap> readParts(
      HttpClientResponse response, Consumer<DelimitedStreamParser.Part> parts) {
    if (response.statusCode() / 100 != 2) {
      return response
          .body()
          .compose(
              said ->
                  Future.failedFuture(
                      new IllegalStateException(
                          "no stream but status " + response.statusCode() + " " + said)));
    }
    DelimitedStreamParser parser = new DelimitedStreamParser();
    Promise<MultiMap> read = Promise.promise();
    response
        .handler(bytes -> parser.feed(bytes.getBytes()).forEach(parts))
        .exceptionHandler(read::tryFail)
        .endHandler(
            end -> {
              try {
                parser.end().forEach(parts);
                read.tryComplete(response.headers());
              } catch (IllegalArgumentException cut) {
                read.tryFail(cut);
              }
            });
    return read.future();
  }
}
