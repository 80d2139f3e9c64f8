package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.ApiToken;
import repartee.contract.Caller;
import repartee.contract.CheckKey;
import repartee.contract.Scope;

/** Who stands behind a token, and whether they may do what they want. */
final class Keys {
  private static final String BEARER = "bearer ";

  private final EventBus bus;
  private final Map<String, RoutingConfiguration.Plan> plans;
  private final Remembered<String, Caller> callers;

  Keys(EventBus bus, RoutingConfiguration configuration) {
    this.bus = bus;
    this.plans = configuration.plans();
    this.callers = new Remembered<>(configuration.keyCacheMs());
  }

  /** The token of an {@code Authorization} header; null if there is none. */
  static @Nullable String token(@Nullable String authorization) {
    boolean bearer =
        authorization != null
            && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
            && !authorization.substring(BEARER.length()).isBlank();
    return bearer && authorization != null
        ? authorization.substring(BEARER.length()).strip()
        : null;
  }

  /** Fails with {@code NO_KEY} or {@code BAD_KEY}. */
  Future<Caller> caller(@Nullable String token) {
    if (token == null) {
      return Future.failedFuture(Problems.noKey());
    }
    if (ApiToken.isMistyped(token)) {
      return Future.failedFuture(Problems.badKey());
    }
    return callerOfHash(ApiToken.hash(token));
  }

  /** As {@link #caller}, by the token's hash. Whether it has expired the database says. */
  Future<Caller> callerOfHash(String hash) {
    return callers.get(hash, () -> CheckKey.ADDRESS.ask(bus, new CheckKey(hash)));
  }

  /** Fails with {@code NO_API_ACCESS} or {@code FORBIDDEN}. */
  Future<Caller> permit(Caller caller, Right right) {
    if (right.needsApi() && !hasApi(caller)) {
      return Future.failedFuture(Problems.noApiAccess());
    }
    right.check(caller.scope());
    return Future.succeededFuture(caller);
  }

  void forget(UUID accountId) {
    callers.forgetIf(caller -> caller.accountId().equals(accountId));
  }

  // An administrator runs the server: no plan stands in the way. A plan that is configured no more
  // gives nothing.
  private boolean hasApi(Caller caller) {
    RoutingConfiguration.Plan plan = plans.get(caller.plan());
    return caller.scope() == Scope.ADMIN || (plan != null && plan.api());
  }
}
