package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;
import repartee.contract.Problem;

/**
 * Which pages' scripts may read our answers: those of the hostnames that the chatbot of the path
 * allows, and none where the path names no chatbot. Keys travel in a header that a page must set
 * itself, so credentials (cookies) are never allowed, and an empty list may safely mean all.
 */
final class Cors {
  private static final String PREFLIGHT_SECONDS = "600";

  private Cors() {}

  /** Lets the page read the answer, error or not, if the chatbot allows its hostname. */
  static Future<@Nullable Void> admit(RoutingContext context, KnownChatbots chatbots) {
    String origin = context.request().getHeader(HttpHeaders.ORIGIN);
    String chatbot = context.pathParam(Paths.CHATBOT);
    if (origin == null || chatbot == null) {
      return Future.succeededFuture();
    }
    return chatbots
        .find(chatbot)
        .map(
            found -> {
              MultiMap headers = context.response().headers();
              headers.add(HttpHeaders.VARY, "Origin");
              if (Hostnames.allow(found.settings().restrictions().hostnames(), origin)) {
                headers.set("Access-Control-Allow-Origin", origin);
                headers.set(
                    "Access-Control-Expose-Headers",
                    "X-Request-Id, Location, Preference-Applied, Retry-After, RateLimit-Limit,"
                        + " RateLimit-Remaining, RateLimit-Reset, ETag, Accept-Ranges,"
                        + " Content-Range");
              }
              return (@Nullable Void) null;
            })
        .recover(
            cause ->
                Problem.of(cause).kind() == Problem.Kind.UNKNOWN_CHATBOT
                    ? Future.succeededFuture()
                    : Future.failedFuture(cause));
  }

  static void preflight(RoutingContext context, String allow) {
    MultiMap headers = context.response().headers();
    if (headers.contains("Access-Control-Allow-Origin")) {
      headers.set("Access-Control-Allow-Methods", allow);
      headers.set(
          "Access-Control-Allow-Headers",
          "Authorization, Content-Type, Idempotency-Key, Prefer, X-Request-Id, Range, If-Match,"
              + " If-Range, If-None-Match");
      headers.set("Access-Control-Max-Age", PREFLIGHT_SECONDS);
    }
  }
}
