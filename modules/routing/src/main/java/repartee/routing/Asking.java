package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import repartee.contract.AnswerBegun;
import repartee.contract.Ask;
import repartee.contract.Asked;
import repartee.contract.Caller;
import repartee.contract.Chatbot;
import repartee.contract.MessageState;
import repartee.contract.Problem;

/** How a question gets to a bot, from whichever door: the bot, its restrictions, the limits. */
final class Asking {
  private final Vertx vertx;
  private final Doorkeeper doorkeeper;
  private final LogWatch watch;
  private final RoutingConfiguration configuration;
  private final Restrictions restrictions;

  Asking(Vertx vertx, Doorkeeper doorkeeper, LogWatch watch, RoutingConfiguration configuration) {
    this.vertx = vertx;
    this.doorkeeper = doorkeeper;
    this.watch = watch;
    this.configuration = configuration;
    this.restrictions = new Restrictions(configuration.trustedProxies());
  }

  /** A person at the console is asking from our own page, which no chatbot has to allow. */
  Restrictions.From from(HttpServerRequest request) {
    Restrictions.From from = restrictions.from(request);
    return Carried.of(request, doorkeeper.origins()).byCookie()
        ? new Restrictions.From(null, from.address())
        : from;
  }

  /** The chatbot, if it may be asked from there. Fails as the error table says. */
  Future<Chatbot> chatbot(String id, Caller caller, HttpServerRequest request) {
    return chatbot(id, caller, from(request));
  }

  Future<Chatbot> chatbot(String id, Caller caller, Restrictions.From from) {
    return doorkeeper.chatbots().find(id, caller).map(chatbot -> Restrictions.check(chatbot, from));
  }

  /** Who asks, and whom, a moment ago at the most. */
  record Admitted(Caller caller, Chatbot chatbot) {}

  /**
   * Who came in a while ago: their key and plan, the chatbot and its restrictions as they are now.
   */
  Future<Admitted> admit(Channels.Member member) {
    return doorkeeper
        .keys()
        .caller(member.proof())
        .compose(caller -> doorkeeper.keys().permit(caller, member.right()))
        .compose(
            caller ->
                chatbot(member.chatbotId().toString(), caller, member.from())
                    .map(chatbot -> new Admitted(caller, chatbot)));
  }

  /**
   * Asks; the question is durable by then. Where the limits refuse, a question that was asked
   * before is still found by its message key: sending again costs nothing and never fails by them.
   */
  Future<Asked> ask(Chatbot chatbot, Caller caller, Question question, MultiMap headers) {
    return doorkeeper
        .limits()
        .admit(caller, chatbot.id(), question.messageKey(), headers)
        .transform(
            admitted ->
                admitted.succeeded()
                    ? put(question.to(chatbot, true))
                    : again(chatbot, question, admitted.cause()));
  }

  private Future<Asked> again(Chatbot chatbot, Question question, Throwable refusal) {
    Problem.Kind why = Problem.of(refusal).kind();
    boolean limited = why == Problem.Kind.TOO_FAST || why == Problem.Kind.QUOTA_USED_UP;
    if (question.messageKey() == null || !limited) {
      return Future.failedFuture(refusal);
    }
    return put(question.to(chatbot, false))
        .recover(
            cause ->
                Future.failedFuture(
                    Problem.of(cause).kind() == Problem.Kind.TOO_FAST ? refusal : cause));
  }

  private Future<Asked> put(Ask ask) {
    return Ask.ADDRESS.ask(vertx.eventBus(), ask);
  }

  /** What becomes of a question, after its wait for its turn if it must, while somebody waits. */
  Future<Outcome> outcome(UUID chatbotId, Asked asked, BooleanSupplier gone) {
    return TurnWait.end(vertx, watch, chatbotId, asked, gone, configuration);
  }

  /** Asks, and waits for what becomes of it as long as the client is there. */
  Future<Outcome> begin(Chatbot chatbot, Visit visit, Question question) {
    HttpServerResponse response = visit.response();
    return ask(chatbot, visit.caller(), question, response.headers())
        .compose(asked -> outcome(chatbot.id(), asked, response::closed));
  }

  /** All of an answer's text. Fails if it broke off, or its reader is gone. */
  Future<WholeAnswer> whole(AnswerBegun begun, HttpServerResponse response) {
    return WholeAnswer.read(vertx, watch, begun, response::closed, configuration);
  }

  /** Whether an answer ended in a state in which it must not pass for a whole one. */
  static boolean brokeOff(MessageState state) {
    return switch (state) {
      case FAILED, INTERRUPTED -> true;
      case COMPLETE, STOPPED, STREAMING -> false;
    };
  }
}
