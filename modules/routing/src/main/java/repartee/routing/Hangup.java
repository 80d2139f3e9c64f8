package repartee.routing;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The end of a connection, whatever the other side does. Vert.x closes politely: first all that
 * waits has to leave, which it never does where nobody reads, and the socket is held for ever.
 */
final class Hangup {
  // As long as Vert.x waits for the other side's close frame.
  private static final long LAST_BYTES_MS = 10_000;

  private Hangup() {}

  /** For who has read nothing for long: what waits is dropped. */
  static void now(HttpConnection connection) {
    if (connection instanceof HttpServerConnection http) {
      cut(http.channelHandlerContext().channel());
    }
  }

  /** For a connection that is being closed: what waits, a close frame too, may yet leave. */
  static void soon(HttpConnection connection) {
    if (connection instanceof HttpServerConnection http) {
      Channel channel = http.channelHandlerContext().channel();
      Future<?> late =
          channel.eventLoop().schedule(() -> cut(channel), LAST_BYTES_MS, TimeUnit.MILLISECONDS);
      channel.closeFuture().addListener(closed -> late.cancel(false));
    }
  }

  /** Runs on the connection's event loop when its socket is closed, whatever it has become. */
  static void ended(HttpConnection connection, Runnable then) {
    if (connection instanceof HttpServerConnection http) {
      http.channelHandlerContext().channel().closeFuture().addListener(closed -> then.run());
    }
  }

  // From the pipeline's outer end: asked from farther in, Vert.x would be polite again.
  private static void cut(Channel channel) {
    ChannelHandlerContext outermost = channel.pipeline().firstContext();
    if (outermost != null) {
      var _ = outermost.close();
    }
  }
}
