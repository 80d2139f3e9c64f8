package repartee.routing;

import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;
import repartee.contract.Problem;

/** All paths of one door, and what no path takes. */
final class Doors {
  private final Router router;
  private final RoutingConfiguration configuration;
  private final LogWatch logWatch;
  private final Channels channels;
  private final Watching watching;

  Doors(
      Vertx vertx,
      String node,
      Doorkeeper doorkeeper,
      RoutingConfiguration configuration,
      Supplier<String> numbers,
      Router pages) {
    this.configuration = configuration;
    EventBus bus = vertx.eventBus();
    logWatch = new LogWatch(vertx, node, configuration);
    Asking asking = new Asking(vertx, doorkeeper, logWatch, configuration);
    AnswerStream streams = new AnswerStream(logWatch, configuration);
    Stopping stopping = new Stopping(bus);
    Bodies bodies = new Bodies(vertx, configuration.bodyBytesMax());
    router = Router.router(vertx);
    channels = new Channels(vertx, doorkeeper, asking, stopping, logWatch, configuration);
    Paths paths = new Paths(router, bus, doorkeeper);
    channels.mount(paths);
    new ChatRoutes(asking, streams, bodies).mount(paths);
    new PromptRoutes(bus, doorkeeper, asking, streams, bodies).mount(paths);
    new ConversationRoutes(bus, doorkeeper).mount(paths);
    new MessageRoutes(
            bus, doorkeeper, new RangedStream(logWatch, streams, configuration), stopping, bodies)
        .mount(paths);
    new HandRoutes(bus, doorkeeper, new TakingOver(vertx), bodies).mount(paths);
    new InboxRoutes(bus, doorkeeper, bodies).mount(paths);
    new NoteRoutes(bus, doorkeeper, bodies).mount(paths);
    new ReplyRoutes(bus, bodies).mount(paths);
    new PairRoutes(bus, doorkeeper, bodies).mount(paths);
    watching = new Watching(vertx, channels);
    new WatchRoutes(bus, doorkeeper, watching, bodies).mount(paths);
    new FigureRoutes(bus, doorkeeper).mount(paths);
    new SearchRoutes(bus, doorkeeper).mount(paths);
    new ChatbotRoutes(bus, doorkeeper, bodies).mount(paths);
    new DocumentRoutes(vertx, doorkeeper, bodies, configuration).mount(paths);
    new SiteRoutes(bus, doorkeeper, bodies).mount(paths);
    new AccountRoutes(bus, doorkeeper, bodies, configuration).mount(paths);
    new KeyRoutes(bus, doorkeeper, bodies).mount(paths);
    new VisitorRoutes(vertx, doorkeeper, bodies, configuration).mount(paths);
    new SessionRoutes(bus, doorkeeper, bodies, configuration).mount(paths);
    new DemoRoutes(bus, configuration.demoChatbot()).mount(paths);
    new HealthRoutes(bus, doorkeeper).mount(paths);
    new MetricsRoutes(vertx, configuration.metrics(), numbers).mount(paths);
    paths.close();
    router.route("/*").subRouter(pages);
    router.route().handler(context -> Visit.fail(context.request(), Problems.unknownPath()));
    router.errorHandler(400, Doors::malformed);
    router.errorHandler(404, Doors::malformed);
    router.errorHandler(500, context -> Visit.fail(context.request(), context.failure()));
  }

  Channels channels() {
    return channels;
  }

  LogWatch logWatch() {
    return logWatch;
  }

  /** Hears of what happens elsewhere as long as the calling verticle runs. */
  Future<Void> watch() {
    return channels
        .watch()
        .compose(heard -> watching.watch())
        .compose(heard -> logWatch.watch(configuration.lookAgainMs()));
  }

  /** Every well-formed request comes in here. */
  void enter(HttpServerRequest request) {
    RequestId.mark(request);
    if (isPlain(request.path())) {
      router.handle(request);
    } else {
      Visit.fail(request, Problems.unknownPath());
    }
  }

  /** What is not HTTP: too long a line, a malformed head, two lengths. */
  void refuse(HttpServerRequest request) {
    RequestId.mark(request);
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    Problem problem =
        request.decoderResult().cause() instanceof TooLongHttpLineException
            ? Problems.unknownPath()
            : Problems.invalid("The request is not well-formed HTTP. Please check its head.");
    Visit.fail(request, problem);
  }

  // The router knows these only as a failure of ours.
  private static void malformed(RoutingContext context) {
    Visit.fail(context.request(), Problems.unknownPath());
  }

  /** Whether every % begins a byte, and no segment climbs: nothing of ours stands there. */
  private static boolean isPlain(String path) {
    for (int i = path.indexOf('%'); i >= 0; i = path.indexOf('%', i + 1)) {
      boolean whole =
          i + 2 < path.length()
              && Character.digit(path.charAt(i + 1), 16) >= 0
              && Character.digit(path.charAt(i + 2), 16) >= 0;
      if (!whole) {
        return false;
      }
    }
    for (String segment : path.split("/", -1)) {
      String dots = segment.replace("%2e", ".").replace("%2E", ".");
      if (dots.equals(".") || dots.equals("..")) {
        return false;
      }
    }
    return path.startsWith("/");
  }
}
