package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import repartee.contract.Address;
import repartee.contract.CheckGeneration;
import repartee.contract.CheckKnowledge;
import repartee.contract.CheckStorage;
import repartee.contract.Done;
import repartee.contract.Json;

/**
 * {@code /health}: for who restarts us (live) and who sends us requests (ready). Not ready is who
 * is about to leave, and who finds that one of the parts that it asks does not answer.
 */
final class HealthRoutes {
  private static final int KNOWN_MS = 1000;
  private static final Health UP = new Health("up");
  private static final Health LEAVING = new Health("leaving");

  private final EventBus bus;
  private final Doorkeeper doorkeeper;
  private final Remembered<String, List<String>> missing = new Remembered<>(KNOWN_MS);

  HealthRoutes(EventBus bus, Doorkeeper doorkeeper) {
    this.bus = bus;
    this.doorkeeper = doorkeeper;
  }

  void mount(Paths paths) {
    paths
        .open(HttpMethod.GET, "/health/live", context -> tell(context, UP))
        .open(HttpMethod.GET, "/health/ready", this::ready);
  }

  private record Health(String status) {}

  /** {@code missing}: the roles that nobody takes, or not well: storage without its database. */
  private record Down(String status, List<String> missing) {}

  private Future<Void> ready(RoutingContext context) {
    return doorkeeper.isLeaving()
        ? tell(context, LEAVING)
        : missing
            .get("", this::look)
            .compose(roles -> tell(context, roles.isEmpty() ? UP : new Down("down", roles)));
  }

  private Future<List<String>> look() {
    List<Future<List<String>>> looks =
        List.of(
            missing("storage", CheckStorage.ADDRESS, new CheckStorage()),
            missing("knowledge", CheckKnowledge.ADDRESS, new CheckKnowledge()),
            missing("generation", CheckGeneration.ADDRESS, new CheckGeneration()));
    return Future.all(looks)
        .map(looked -> looks.stream().map(Future::result).flatMap(List::stream).toList());
  }

  private <Q extends Record> Future<List<String>> missing(
      String role, Address<Q, Done> address, Q asked) {
    return address.ask(bus, asked).map(List.<String>of()).otherwise(List.of(role));
  }

  private static Future<Void> tell(RoutingContext context, Record health) {
    boolean up = health.equals(UP);
    if (!up) {
      context.response().putHeader(HttpHeaders.RETRY_AFTER, "2");
    }
    return context
        .response()
        .setStatusCode(up ? 200 : 503)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(Json.compact(health));
  }
}
