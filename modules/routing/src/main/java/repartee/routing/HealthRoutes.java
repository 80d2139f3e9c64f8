package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import repartee.contract.CheckStorage;
import repartee.contract.Done;
import repartee.contract.Json;

/** {@code /health}: for who restarts us (live) and who sends us requests (ready). */
final class HealthRoutes {
  private static final String LIVE = "/health/live";
  private static final String READY = "/health/ready";
  private static final int KNOWN_MS = 1000;

  private final EventBus bus;
  private final Remembered<String, Boolean> readiness = new Remembered<>(KNOWN_MS);

  HealthRoutes(EventBus bus) {
    this.bus = bus;
  }

  void mount(Paths paths) {
    paths
        .open(HttpMethod.GET, LIVE, context -> tell(context, true))
        .open(HttpMethod.GET, READY, this::ready)
        // Many who watch servers ask so.
        .open(HttpMethod.HEAD, LIVE, context -> tell(context, true))
        .open(HttpMethod.HEAD, READY, this::ready);
  }

  private record Health(String status) {}

  private Future<Void> ready(RoutingContext context) {
    return readiness.get("", this::takesWrites).compose(ready -> tell(context, ready));
  }

  private Future<Boolean> takesWrites() {
    return CheckStorage.ADDRESS
        .ask(bus, new CheckStorage())
        .map(HealthRoutes::up)
        .otherwise(away -> false);
  }

  private static boolean up(Done done) {
    return true;
  }

  private static Future<Void> tell(RoutingContext context, boolean up) {
    if (!up) {
      context.response().putHeader(HttpHeaders.RETRY_AFTER, "2");
    }
    return context
        .response()
        .setStatusCode(up ? 200 : 503)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(Json.compact(new Health(up ? "up" : "down")));
  }
}
