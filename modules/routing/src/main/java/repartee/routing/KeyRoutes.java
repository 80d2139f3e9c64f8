package repartee.routing;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.ApiKey;
import repartee.contract.ApiToken;
import repartee.contract.Caller;
import repartee.contract.CreateKey;
import repartee.contract.FindKeys;
import repartee.contract.Problem;
import repartee.contract.RevokeKey;
import repartee.contract.Scope;

/** {@code /accounts/{id}/keys}: what opens the doors; a key itself is shown once. */
final class KeyRoutes {
  private static final String ALL = AccountRoutes.ONE + "/keys";
  private static final String ONE = ALL + "/:key";

  private final EventBus bus;
  private final Doorkeeper doorkeeper;
  private final Bodies bodies;

  KeyRoutes(EventBus bus, Doorkeeper doorkeeper, Bodies bodies) {
    this.bus = bus;
    this.doorkeeper = doorkeeper;
    this.bodies = bodies;
  }

  void mount(Paths paths) {
    paths
        .at(HttpMethod.GET, ALL, Right.KEYS, this::list)
        .at(HttpMethod.POST, ALL, Right.KEYS, this::create)
        .at(HttpMethod.DELETE, ONE, Right.KEYS, this::revoke);
  }

  /** A key as it is published; {@code key}, the token, only when it is new. */
  private record Published(
      UUID id,
      String name,
      Scope scope,
      String prefix,
      Instant createdAt,
      @Nullable Instant lastUsedAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant expiresAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String key) {
    static Published of(ApiKey key, @Nullable String token) {
      return new Published(
          key.id(),
          key.name(),
          key.scope(),
          key.prefix(),
          key.createdAt(),
          key.lastUsedAt(),
          key.expiresAt(),
          token);
    }
  }

  private Future<Void> list(Visit visit) {
    return FindKeys.ADDRESS
        .ask(bus, new FindKeys(account(visit)))
        .compose(
            found ->
                visit.answer(
                    200, found.keys().stream().map(key -> Published.of(key, null)).toList()));
  }

  private Future<Void> create(Visit visit) {
    UUID account = account(visit);
    ApiToken token = ApiToken.random();
    return bodies
        .read(visit.request())
        .compose(
            fields ->
                CreateKey.ADDRESS.ask(
                    bus,
                    new CreateKey(
                        token.keyId(),
                        account,
                        fields.text("name", 200),
                        scope(fields, visit.caller()),
                        token.prefix(),
                        ApiToken.hash(token.text()),
                        expiresAt(fields))))
        .compose(
            made -> {
              visit
                  .response()
                  .putHeader(HttpHeaders.LOCATION, "/accounts/" + account + "/keys/" + made.id());
              return visit.answer(201, Published.of(made, token.text()));
            });
  }

  private Future<Void> revoke(Visit visit) {
    UUID account = account(visit);
    UUID key = Ids.uuid(visit.path("key"));
    if (key == null) {
      return Future.failedFuture(Problems.unknownPath());
    }
    return RevokeKey.ADDRESS
        .ask(bus, new RevokeKey(account, key))
        // By the time its owner hears that it is gone, it opens nothing here any more.
        .onComplete(done -> doorkeeper.keys().forget(account))
        .compose(done -> visit.nothing());
  }

  private static UUID account(Visit visit) throws Problem {
    UUID account = AccountRoutes.account(visit);
    Caller caller = visit.caller();
    if (caller.scope() != Scope.ADMIN && !account.equals(caller.accountId())) {
      throw AccountRoutes.unknownAccount();
    }
    return account;
  }

  private static Scope scope(Fields fields, Caller caller) throws Problem {
    String text = fields.text("scope", 20);
    for (Scope scope : Scope.values()) {
      // A visitor has no key.
      if (scope != Scope.VISITOR && scope.name().toLowerCase(Locale.ROOT).equals(text)) {
        if (scope == Scope.ADMIN) {
          Right.ACCOUNTS.check(caller.scope());
        }
        return scope;
      }
    }
    throw Problems.invalid("The field \"scope\" must be admin, owner, agent or chat.");
  }

  private static @Nullable Instant expiresAt(Fields fields) throws Problem {
    String text = fields.optionalText("expires_at", 64);
    if (text == null) {
      return null;
    }
    try {
      Instant expiresAt = OffsetDateTime.parse(text).toInstant();
      if (expiresAt.isAfter(Instant.now())) {
        return expiresAt;
      }
    } catch (DateTimeException notATime) {
      // Said below, as for a time in the past.
    }
    throw Problems.invalid(
        "The field \"expires_at\" must be a time in the future, as 2030-01-31T12:00:00Z.");
  }
}
