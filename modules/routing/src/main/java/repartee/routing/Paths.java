package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import repartee.contract.Problem;

/**
 * What stands at which path, and what a key must be to get there. Every request goes the same way:
 * CORS, key, right, reach, handler; and whatever fails is answered in the path's dialect.
 */
final class Paths {
  /** The path parameter that names a chatbot, in both dialects. */
  static final String CHATBOT = "chatbot";

  private final Router router;
  private final EventBus bus;
  private final Doorkeeper doorkeeper;
  private final Map<String, Set<String>> methods = new LinkedHashMap<>();

  Paths(Router router, EventBus bus, Doorkeeper doorkeeper) {
    this.router = router;
    this.bus = bus;
    this.doorkeeper = doorkeeper;
  }

  /** Whoever has the right may. */
  Paths at(HttpMethod method, String path, Right right, Function<Visit, Future<Void>> handler) {
    route(method, path).handler(context -> receive(context, right, handler));
    return this;
  }

  /** Everybody may, without a key. */
  Paths open(HttpMethod method, String path, Function<RoutingContext, Future<Void>> handler) {
    route(method, path).handler(context -> answer(context.request(), () -> handler.apply(context)));
    return this;
  }

  /** Those may without a key for whom this holds; the others as the next at this path says. */
  Paths openIf(
      HttpMethod method,
      String path,
      Predicate<RoutingContext> holds,
      Function<RoutingContext, Future<Void>> handler) {
    route(method, path)
        .handler(
            context -> {
              if (holds.test(context)) {
                answer(context.request(), () -> handler.apply(context));
              } else {
                context.next();
              }
            });
    return this;
  }

  /** A WebSocket handshake at this path; it goes before what else stands there. */
  Paths upgrade(String path, Function<RoutingContext, Future<Void>> handler) {
    router
        .get(path)
        .handler(
            context -> {
              if (isHandshake(context.request())) {
                answer(context.request(), () -> handler.apply(context));
              } else {
                context.next();
              }
            });
    return this;
  }

  /** After all others: the methods that do not stand at these paths, and CORS preflights. */
  void close() {
    methods.forEach(
        (path, allowed) -> {
          String allow = String.join(", ", allowed) + ", OPTIONS";
          router.route(path).handler(context -> refuse(context, allow));
        });
  }

  private Route route(HttpMethod method, String path) {
    methods.computeIfAbsent(path, first -> new TreeSet<>()).add(method.name());
    return router.route(method, path);
  }

  private void receive(RoutingContext context, Right right, Function<Visit, Future<Void>> handler) {
    HttpServerRequest request = context.request();
    // Nothing of the body may be lost while the key is looked up.
    request.pause();
    answer(
        request,
        () ->
            Cors.admit(context, doorkeeper.chatbots())
                .compose(
                    admitted -> {
                      checkAccept(request);
                      return doorkeeper.keys().proof(Carried.of(request, doorkeeper.origins()));
                    })
                .compose(proof -> doorkeeper.keys().caller(proof))
                .compose(caller -> doorkeeper.keys().permit(caller, right))
                .compose(
                    caller ->
                        Reach.of(bus, caller)
                            .ofPath(context)
                            .compose(own -> handler.apply(new Visit(context, caller, own)))));
  }

  private void refuse(RoutingContext context, String allow) {
    HttpServerRequest request = context.request();
    answer(
        request,
        () ->
            Cors.admit(context, doorkeeper.chatbots())
                .compose(
                    admitted -> {
                      request.response().putHeader(HttpHeaders.ALLOW, allow);
                      if (request.method().equals(HttpMethod.OPTIONS)) {
                        Cors.preflight(context, allow);
                        return request.response().setStatusCode(204).end();
                      }
                      return Future.failedFuture(
                          new Problem(
                              Problem.Kind.METHOD_NOT_ALLOWED,
                              "This path does not know the method. Please use one of: "
                                  + allow
                                  + "."));
                    }));
  }

  private static void answer(HttpServerRequest request, Answering answering) {
    try {
      answering.begin().onFailure(cause -> Visit.fail(request, cause));
    } catch (RuntimeException thrown) {
      Visit.fail(request, thrown);
    }
  }

  @FunctionalInterface
  private interface Answering {
    Future<Void> begin();
  }

  private static boolean isHandshake(HttpServerRequest request) {
    return "websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
        && request.headers().contains("Sec-WebSocket-Key");
  }

  // All that stands here is JSON, or the delimited stream, which is plain text.
  private static void checkAccept(HttpServerRequest request) throws Problem {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    if (accept == null) {
      return;
    }
    for (String range : accept.split(",")) {
      String[] parts = range.strip().split("\\s*;\\s*");
      boolean ours =
          switch (parts[0]) {
            case "", "*/*", "application/*", "application/json" -> true;
            case "application/problem+json", "text/*", "text/plain" -> true;
            default -> false;
          };
      if (ours && !range.matches(".*;\\s*q=0(\\.0*)?\\s*")) {
        return;
      }
    }
    throw new Problem(
        Problem.Kind.NOT_ACCEPTABLE,
        "Answers here are JSON, or plain text if streamed. Please accept one of them.");
  }
}
