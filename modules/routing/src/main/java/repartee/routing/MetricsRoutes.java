package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code /metrics}: the numbers of this process in Prometheus' text format, for who has an
 * administrator key or the key that opens nothing else. The latter is compared here: the numbers
 * can be read while the database, which knows all other keys, is away.
 */
final class MetricsRoutes {
  private static final String PATH = "/metrics";
  private static final String FORMAT = "text/plain; version=0.0.4; charset=utf-8";

  private final Vertx vertx;
  private final RoutingConfiguration.Metrics access;
  private final Supplier<String> numbers;

  MetricsRoutes(Vertx vertx, RoutingConfiguration.Metrics access, Supplier<String> numbers) {
    this.vertx = vertx;
    this.access = access;
    this.numbers = numbers;
  }

  void mount(Paths paths) {
    paths
        .openIf(HttpMethod.GET, PATH, this::isOpenTo, this::tell)
        .at(HttpMethod.GET, PATH, Right.METRICS, visit -> tell(visit.context()));
  }

  private boolean isOpenTo(RoutingContext context) {
    String token = Keys.token(context.request().getHeader(HttpHeaders.AUTHORIZATION));
    return access.open() || isKey(token, access.key());
  }

  /** In a time that tells nothing of how much of it was right. */
  private static boolean isKey(@Nullable String token, @Nullable String key) {
    return token != null
        && key != null
        && MessageDigest.isEqual(
            token.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8));
  }

  private Future<Void> tell(RoutingContext context) {
    // Some hundred numbers are gathered from all over the process.
    return vertx
        .executeBlocking(numbers::get)
        .compose(
            text ->
                context
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, FORMAT)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(text));
  }
}
