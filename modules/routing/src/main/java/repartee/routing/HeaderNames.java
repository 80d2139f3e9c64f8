package repartee.routing;

import io.netty.channel.ChannelPipeline;
import io.netty.util.AsciiString;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

/**
 * Reads header names as they were sent. Vert.x' own decoder (CVE-2026-102479) recognizes the usual
 * names without looking at every byte: it takes {@code Content-Xength} for {@code Content-Length},
 * which a proxy before us passes on as a name without meaning. The two would not agree where a
 * request ends, and somebody's body would become somebody else's request.
 */
final class HeaderNames extends VertxHttpRequestDecoder {
  // As Vert.x calls it; it looks for it by this name, and Netty by its class.
  private static final String DECODER = "httpDecoder";

  private HeaderNames(HttpServerOptions options) {
    super(options);
  }

  /** Must be called before the connection's first byte is read: from its connection handler. */
  static void readAsSent(HttpConnection connection, HttpServerOptions options) {
    if (connection instanceof HttpServerConnection http) {
      ChannelPipeline pipeline = http.channelHandlerContext().pipeline();
      pipeline.replace(DECODER, DECODER, new HeaderNames(options));
    } else {
      throw new IllegalStateException("no HTTP/1 connection of this Vert.x: " + connection);
    }
  }

  @Override
  protected AsciiString splitHeaderName(byte[] head, int start, int length) {
    AsciiString recognized = super.splitHeaderName(head, start, length);
    AsciiString sent = new AsciiString(head, start, length, false);
    return recognized.contentEqualsIgnoreCase(sent)
        ? recognized
        : new AsciiString(head, start, length, true);
  }
}
