package repartee.bench;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A kept-alive HTTP/1.1 connection that counts every byte it reads, heads and chunk frames
 * included; one exchange at a time. It stands on a socket because an HTTP client does not tell
 * these bytes.
 */
final class Connection {
  private static final int CHUNK_BYTES_MAX = 1024 * 1024;

  private final NetSocket socket;
  // A chunk is reported when it is whole, so that what the server wrote at once counts as one.
  private final EmbeddedChannel decoder =
      new EmbeddedChannel(
          new HttpResponseDecoder(
              new HttpDecoderConfig()
                  .setMaxChunkSize(CHUNK_BYTES_MAX)
                  .setAllowPartialChunks(false)));
  private @Nullable Exchange running;
  private boolean open = true;

  /**
   * How an exchange went.
   *
   * @param bytes read from the socket for it
   */
  record Answered(int status, long bytes) {}

  private static final class Exchange {
    private final Consumer<String> pieces;
    private final Promise<Answered> answered = Promise.promise();
    private int status;
    private long bytes;

    private Exchange(Consumer<String> pieces) {
      this.pieces = pieces;
    }
  }

  private Connection(NetSocket socket) {
    this.socket = socket;
    socket.handler(this::read);
    socket.exceptionHandler(this::broken);
    socket.closeHandler(closed -> broken(new IOException("the server closed the connection")));
  }

  static Future<Connection> open(NetClient client, int port) {
    return client.connect(port, Stand.HOST).map(Connection::new);
  }

  /** Whether it can carry another exchange. */
  boolean isOpen() {
    return open;
  }

  /** Of the exchange that runs; 0 before its head has come. */
  int status() {
    return running == null ? 0 : running.status;
  }

  /** Sends a request and hands on the body, chunk by chunk; called on this connection's thread. */
  Future<Answered> exchange(Buffer request, Consumer<String> pieces) {
    if (!open || running != null) {
      return Future.failedFuture(new IOException("the connection is closed or taken"));
    }
    Exchange exchange = new Exchange(pieces);
    running = exchange;
    return socket.write(request).compose(sent -> exchange.answered.future());
  }

  Future<Void> close() {
    open = false;
    decoder.finishAndReleaseAll();
    return socket.close();
  }

  private void read(Buffer bytes) {
    Exchange exchange = running;
    if (exchange == null || !open) {
      return;
    }
    exchange.bytes += bytes.length();
    decoder.writeInbound(Unpooled.wrappedBuffer(bytes.getBytes()));
    for (Object part; (part = decoder.readInbound()) != null; ) {
      take(part, exchange);
      ReferenceCountUtil.release(part);
    }
  }

  private void take(Object part, Exchange exchange) {
    if (part instanceof HttpResponse response) {
      exchange.status = response.status().code();
      if (response.decoderResult().isFailure()) {
        broken(response.decoderResult().cause());
      }
    }
    if (part instanceof HttpContent content && content.content().isReadable()) {
      exchange.pieces.accept(content.content().toString(StandardCharsets.UTF_8));
    }
    if (part instanceof LastHttpContent) {
      running = null;
      exchange.answered.tryComplete(new Answered(exchange.status, exchange.bytes));
    }
  }

  private void broken(Throwable cause) {
    open = false;
    Exchange exchange = running;
    running = null;
    if (exchange != null) {
      exchange.answered.tryFail(cause);
    }
  }
}
