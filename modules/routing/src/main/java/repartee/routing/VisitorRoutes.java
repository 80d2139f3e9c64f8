package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.Caller;
import repartee.contract.Chatbot;
import repartee.contract.Problem;
import repartee.contract.StoreVisitor;
import repartee.contract.Visitor;

/**
 * {@code POST /chatbots/{id}/visitors}: a token for somebody on a page. A site's server vouches for
 * a person with its key; without one, a page of an allowed hostname gets a visitor whom nobody
 * knows, or a new token for a former one.
 */
final class VisitorRoutes {
  private static final String PATH = "/chatbots/:chatbot/visitors";
  private static final int NAME_CHARS_MAX = 200;
  private static final int EMAIL_CHARS_MAX = 320;
  private static final int TOKEN_CHARS_MAX = 4096;

  private final Vertx vertx;
  private final Doorkeeper doorkeeper;
  private final Bodies bodies;
  private final RoutingConfiguration configuration;
  private final Restrictions restrictions;

  VisitorRoutes(
      Vertx vertx, Doorkeeper doorkeeper, Bodies bodies, RoutingConfiguration configuration) {
    this.vertx = vertx;
    this.doorkeeper = doorkeeper;
    this.bodies = bodies;
    this.configuration = configuration;
    this.restrictions = new Restrictions(configuration.trustedProxies());
  }

  void mount(Paths paths) {
    paths
        .openIf(HttpMethod.POST, PATH, VisitorRoutes::hasNoKey, this::admit)
        .at(HttpMethod.POST, PATH, Right.MANAGE, this::vouch);
  }

  // The widget stands on our own pages, too, where the browser sends a session's cookie: that is
  // not the visitor's.
  private static boolean hasNoKey(RoutingContext context) {
    return !context.request().headers().contains(HttpHeaders.AUTHORIZATION);
  }

  /**
   * What the page is told. {@code expiresIn} are seconds: with them it needs no clock that is
   * right.
   */
  private record Published(
      String token, Instant expiresAt, long expiresIn, Person visitor, Bot chatbot) {
    record Person(String id, @Nullable String name) {}

    record Bot(UUID id, String name, boolean isQaMode) {}

    static Published of(VisitorTokens.Minted minted, Chatbot chatbot) {
      Visitor visitor = minted.claims().visitor();
      return new Published(
          minted.text(),
          minted.claims().expiresAt(),
          minted.lastsSeconds(),
          new Person(visitor.id(), visitor.name()),
          new Bot(chatbot.id(), chatbot.settings().name(), chatbot.settings().isQaMode()));
    }

    /** Never the token. */
    @Override
    public String toString() {
      return "Published[" + visitor + "]";
    }
  }

  private Future<Void> vouch(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(
            chatbot ->
                bodies.read(visit.request()).compose(fields -> vouch(visit, chatbot, fields)));
  }

  private Future<Void> vouch(Visit visit, Chatbot chatbot, Fields fields) {
    String id = fields.text("id", Question.ID_CHARS_MAX);
    if (Agents.isOne(id) || id.startsWith(Visitor.UNKNOWN_PREFIX)) {
      throw Problems.invalid(
          "The field \"id\" must not begin with \"client:\" or \"visitor:\". Please send your own"
              + " name for the person.");
    }
    String name = fields.optionalText("name", NAME_CHARS_MAX);
    String email = fields.optionalText("email", EMAIL_CHARS_MAX);
    return StoreVisitor.ADDRESS
        .ask(vertx.eventBus(), new StoreVisitor(chatbot.id(), id, name, email))
        .compose(stored -> doorkeeper.visitors().vouch(new Visitor(chatbot.id(), id, name)))
        .compose(minted -> visit.answer(201, Published.of(minted, chatbot)));
  }

  private Future<Void> admit(RoutingContext context) {
    HttpServerRequest request = context.request();
    // Nothing of the body may be lost while the chatbot is looked up.
    request.pause();
    return Cors.admit(context, doorkeeper.chatbots())
        .compose(admitted -> chatbot(context))
        .compose(
            chatbot ->
                bodies
                    .read(request)
                    .compose(fields -> mint(request, chatbot, fields))
                    .compose(minted -> answer(context, minted, chatbot)));
  }

  private Future<Chatbot> chatbot(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.getHeader(HttpHeaders.ORIGIN) == null) {
      return Future.failedFuture(
          new Problem(
              Problem.Kind.NO_KEY,
              "Only pages get a visitor without a key, and they send an Origin. Please send"
                  + " \"Authorization: Bearer <key>\"."));
    }
    return doorkeeper
        .chatbots()
        .find(String.valueOf(context.pathParam(Paths.CHATBOT)))
        .map(chatbot -> Restrictions.check(chatbot, restrictions.from(request)));
  }

  private Future<VisitorTokens.Minted> mint(
      HttpServerRequest request, Chatbot chatbot, Fields fields) {
    String former = fields.optionalText("token", TOKEN_CHARS_MAX);
    if (former != null) {
      return doorkeeper.visitors().renew(former, chatbot.id());
    }
    if (fields.object().hasNonNull("id")) {
      // Else a page might believe that it has said who somebody is.
      return Future.failedFuture(Problems.noKey());
    }
    doorkeeper
        .limits()
        .admitVisitor(
            restrictions.from(request).address(),
            configuration.visitorsPerMinute(),
            request.response().headers());
    return doorkeeper.visitors().mint(chatbot.id());
  }

  private Future<Void> answer(
      RoutingContext context, VisitorTokens.Minted minted, Chatbot chatbot) {
    // Where the account may not use the API, the token would open nothing.
    return doorkeeper
        .keys()
        .caller(VisitorTokens.proof(minted.claims()))
        .compose(caller -> doorkeeper.keys().permit(caller, Right.ASK))
        .compose(
            (Caller caller) ->
                new Visit(context, caller, null).answer(201, Published.of(minted, chatbot)));
  }
}
