package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.Account;
import repartee.contract.ApiToken;
import repartee.contract.Caller;
import repartee.contract.CheckKey;
import repartee.contract.FindAccount;
import repartee.contract.Scope;
import repartee.contract.Visitor;

/** Who stands behind a token, and whether they may do what they want. */
final class Keys {
  private static final String BEARER = "bearer ";

  private final EventBus bus;
  private final Map<String, RoutingConfiguration.Plan> plans;
  private final VisitorTokens visitors;
  private final KnownChatbots chatbots;
  private final Remembered<String, Caller> callers;
  private final Remembered<UUID, Account> accounts;

  Keys(
      EventBus bus,
      RoutingConfiguration configuration,
      VisitorTokens visitors,
      KnownChatbots chatbots) {
    this.bus = bus;
    this.visitors = visitors;
    this.chatbots = chatbots;
    this.accounts = new Remembered<>(configuration.keyCacheMs());
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

  /** Who holds this token. Fails with {@code NO_KEY} or {@code BAD_KEY}. */
  Future<Caller> caller(@Nullable String token) {
    return SessionRoutes.isToken(String.valueOf(token))
        ? Future.failedFuture(Problems.badKey())
        : proof(new Carried(token, false)).compose(this::caller);
  }

  /** What is to be kept of a token. Fails with {@code NO_KEY} or {@code BAD_KEY}. */
  Future<Proof> proof(Carried carried) {
    String token = carried.token();
    if (token == null) {
      return Future.failedFuture(Problems.noKey());
    }
    // A session is good in its cookie, and nothing else is.
    if (SessionRoutes.isToken(token) != carried.byCookie() || ApiToken.isMistyped(token)) {
      return Future.failedFuture(Problems.badKey());
    }
    return VisitorTokens.isOne(token)
        ? visitors.read(token).map(VisitorTokens::proof)
        : Future.succeededFuture(new Proof.OfKey(ApiToken.hash(token)));
  }

  /**
   * Who they are now, a moment ago at the most. Fails with {@code BAD_KEY}, or with {@code
   * UNKNOWN_CHATBOT} for a visitor of one that is gone. Whether it has expired the database's clock
   * says.
   */
  Future<Caller> caller(Proof proof) {
    return switch (proof) {
      case Proof.OfKey(String hash) ->
          callers.get(hash, () -> CheckKey.ADDRESS.ask(bus, new CheckKey(hash)));
      case Proof.OfVisitor(Visitor visitor, Instant expiresAt) ->
          visitors.check(expiresAt).compose(good -> visitor(visitor));
    };
  }

  private Future<Caller> visitor(Visitor visitor) {
    return chatbots
        .find(visitor.chatbotId().toString())
        .compose(
            chatbot ->
                accounts.get(
                    chatbot.accountId(),
                    () -> FindAccount.ADDRESS.ask(bus, new FindAccount(chatbot.accountId()))))
        .map(account -> new Caller(null, account.id(), account.plan(), Scope.VISITOR, visitor));
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
    accounts.forgetIf(account -> account.id().equals(accountId));
  }

  // An administrator runs the server: no plan stands in the way. A plan that is configured no more
  // gives nothing.
  private boolean hasApi(Caller caller) {
    RoutingConfiguration.Plan plan = plans.get(caller.plan());
    return caller.scope() == Scope.ADMIN || (plan != null && plan.api());
  }
}
