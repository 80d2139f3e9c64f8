package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One door of the server, on one event loop. Deploy several of one configuration, as instances of
 * one deployment, for several event loops: they share the port (a free one, too, if it is 0) and
 * what they know of keys, limits and chatbots.
 */
public final class RoutingVerticle extends VerticleBase {
  // An id of 10,000 characters, percent-encoded, is answered as any other unknown one.
  private static final int REQUEST_LINE_BYTES_MAX = 32 << 10;
  private static final int HEAD_BYTES_MAX = 16 << 10;
  // A frame beyond the channel's own bound is read to its end, else the client, still sending,
  // would
  // see a reset connection instead of the close code. Beyond this, it does.
  private static final int FRAME_BYTES_READ_MAX = 2 << 20;
  private static final int PENDING_CONNECTIONS_MAX = 1024;

  private final RoutingConfiguration configuration;
  private final Supplier<String> numbers;
  private final Function<Vertx, Router> pages;
  private final String node;
  private final Connections connections = new Connections();
  private @Nullable Channels channels;
  private @Nullable Doorkeeper keeper;
  private @Nullable HttpServer server;
  private volatile int port;

  /**
   * A door that stands as configured once it is deployed. {@code node}: the name of this process,
   * under which it writes answers if it does; {@code numbers}: its metrics; {@code pages}: makes
   * the router of what people look at, which takes what no path of the interface takes.
   */
  public RoutingVerticle(
      RoutingConfiguration configuration,
      String node,
      Supplier<String> numbers,
      Function<Vertx, Router> pages) {
    this.configuration = configuration;
    this.node = node;
    this.numbers = numbers;
    this.pages = pages;
  }

  /** Where it listens, after deployment. */
  public int port() {
    return port;
  }

  @Override
  public Future<?> start() {
    Doorkeeper doorkeeper = Doorkeeper.of(vertx, configuration);
    Doors doors = new Doors(vertx, node, doorkeeper, configuration, numbers, pages.apply(vertx));
    HttpServerOptions options = options();
    HttpServer made =
        vertx
            .createHttpServer(options)
            .connectionHandler(
                connection -> {
                  HeaderNames.readAsSent(connection, options);
                  connections.opened(connection);
                })
            .invalidRequestHandler(doors::refuse)
            .requestHandler(
                request -> {
                  connections.asked(request);
                  doors.enter(request);
                });
    keeper = doorkeeper;
    channels = doors.channels();
    server = made;
    vertx.setPeriodic(Connections.SWEPT_EVERY_MS, tick -> connections.sweep());
    // A negative port is a free one that the instances of a deployment share.
    int wanted = configuration.port() == 0 ? -1 : configuration.port();
    return doorkeeper
        .watch(vertx)
        .compose(watching -> doors.watch())
        .compose(watching -> made.listen(wanted, configuration.host()))
        .onSuccess(listening -> port = listening.actualPort());
  }

  /**
   * Is not ready any more, takes no new connections, says goodbye to channels, lets requests end
   * for a while, then leaves.
   */
  @Override
  public Future<?> stop() {
    if (keeper != null) {
      keeper.leave();
    }
    if (channels != null) {
      channels.goodbye();
    }
    connections.leave();
    return server == null
        ? Future.succeededFuture()
        : server.shutdown(configuration.drainMs(), TimeUnit.MILLISECONDS);
  }

  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setMaxInitialLineLength(REQUEST_LINE_BYTES_MAX)
        .setMaxHeaderSize(HEAD_BYTES_MAX)
        .setAcceptBacklog(PENDING_CONNECTIONS_MAX)
        .setHttp2ClearTextEnabled(false)
        .setDecompressionSupported(false)
        .setMaxWebSocketFrameSize(FRAME_BYTES_READ_MAX)
        .setMaxWebSocketMessageSize(FRAME_BYTES_READ_MAX)
        .setWebSocketSubProtocols(List.of(Channels.PROTOCOL))
        // Both are on by default, and a few bytes would become gigabytes.
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false);
  }
}
