package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.ApiToken;
import repartee.contract.Caller;
import repartee.contract.CreateSession;
import repartee.contract.EndSession;
import repartee.contract.FindSession;
import repartee.contract.Json;
import repartee.contract.Problem;
import repartee.contract.Scope;
import repartee.contract.Session;

/**
 * {@code /session}: a person shows a key once and has a session, in a cookie that no script can
 * read. Each sign-in makes a new token; what a browser brings of an old one is ended.
 */
final class SessionRoutes {
  static final String COOKIE = "repartee_session";
  private static final String PATH = "/session";
  private static final String PREFIX = "rs_";
  private static final int KEY_CHARS_MAX = 4096;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_BYTES = 32;

  private final EventBus bus;
  private final Doorkeeper doorkeeper;
  private final Bodies bodies;
  private final RoutingConfiguration configuration;

  SessionRoutes(
      EventBus bus, Doorkeeper doorkeeper, Bodies bodies, RoutingConfiguration configuration) {
    this.bus = bus;
    this.doorkeeper = doorkeeper;
    this.bodies = bodies;
    this.configuration = configuration;
  }

  void mount(Paths paths) {
    paths
        .open(HttpMethod.POST, PATH, this::begin)
        .open(HttpMethod.GET, PATH, this::show)
        .open(HttpMethod.DELETE, PATH, this::end);
  }

  /** Whether a token is a session's: it is good in a cookie, and nowhere else. */
  static boolean isToken(String token) {
    return token.startsWith(PREFIX);
  }

  private record Published(Owner account, Scope scope, String name, Instant expiresAt) {
    record Owner(UUID id, String name) {}

    static Published of(Session session) {
      return new Published(
          new Owner(session.accountId(), session.accountName()),
          session.scope(),
          session.name(),
          session.expiresAt());
    }
  }

  private Future<Void> begin(RoutingContext context) {
    HttpServerRequest request = context.request();
    request.pause();
    if (doorkeeper.origins().isForeign(request)) {
      return Future.failedFuture(Problems.foreignPage());
    }
    doorkeeper
        .limits()
        .admitLogin(
            Networks.remote(request, configuration.trustedProxies()),
            configuration.loginsPerMinute(),
            request.response().headers());
    String token = token();
    return bodies
        .read(request)
        .compose(fields -> doorkeeper.keys().caller(fields.text("key", KEY_CHARS_MAX)))
        .compose(caller -> create(caller, token))
        .compose(
            session -> endFormer(request).compose(ended -> answer(context, 201, session, token)));
  }

  private Future<Session> create(Caller caller, String token) {
    boolean may =
        switch (caller.scope()) {
          case ADMIN, OWNER, AGENT -> true;
          case CHAT, VISITOR -> false;
        };
    return may
        ? CreateSession.ADDRESS.ask(
            bus,
            new CreateSession(
                Objects.requireNonNull(caller.keyId()),
                ApiToken.hash(token),
                configuration.sessionMs()))
        : Future.failedFuture(
            new Problem(
                Problem.Kind.FORBIDDEN,
                "With this key nobody signs in. Please use one of scope admin, owner or agent."));
  }

  private Future<Void> endFormer(HttpServerRequest request) {
    String former = Carried.session(request);
    return former == null ? Future.succeededFuture() : end(former);
  }

  private Future<Void> show(RoutingContext context) {
    HttpServerRequest request = context.request();
    String token = carried(request);
    return token == null
        ? Future.failedFuture(
            new Problem(
                Problem.Kind.NO_KEY, "Nobody is signed in here. Please POST a key to /session."))
        : FindSession.ADDRESS
            .ask(bus, new FindSession(ApiToken.hash(token)))
            .compose(session -> answer(context, 200, session, token));
  }

  private Future<Void> end(RoutingContext context) {
    HttpServerRequest request = context.request();
    String token = carried(request);
    return (token == null ? Future.<Void>succeededFuture() : end(token))
        .compose(
            ended -> {
              HttpServerResponse response = context.response();
              response.addCookie(cookie(request, "").setMaxAge(0));
              return response.setStatusCode(204).end();
            });
  }

  private @Nullable String carried(HttpServerRequest request) throws Problem {
    String token = Carried.session(request);
    if (token != null) {
      Carried.checkPage(request, doorkeeper.origins());
    }
    return token;
  }

  private Future<Void> end(String token) {
    return EndSession.ADDRESS.ask(bus, new EndSession(ApiToken.hash(token))).mapEmpty();
  }

  /** The cookie lasts as long as the session does, and is given anew with each look at it. */
  private Future<Void> answer(RoutingContext context, int status, Session session, String token) {
    HttpServerResponse response = context.response();
    response.addCookie(
        cookie(context.request(), token).setMaxAge(configuration.sessionMs() / 1000));
    return response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(Json.compact(Published.of(session)));
  }

  private Cookie cookie(HttpServerRequest request, String value) {
    return Cookie.cookie(COOKIE, value)
        .setPath("/")
        .setHttpOnly(true)
        .setSecure(doorkeeper.origins().isHttps(request))
        .setSameSite(CookieSameSite.STRICT);
  }

  private static String token() {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }
}
