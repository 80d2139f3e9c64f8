package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpServerRequest;
import repartee.contract.AnswerBegun;
import repartee.contract.Ask;
import repartee.contract.Caller;
import repartee.contract.Chatbot;
import repartee.contract.MessageState;
import repartee.contract.Problem;

/** How a question gets to a bot, from whichever door: the bot, its restrictions, the limits. */
final class Asking {
  private final EventBus bus;
  private final Doorkeeper doorkeeper;
  private final Restrictions restrictions;

  Asking(EventBus bus, Doorkeeper doorkeeper, RoutingConfiguration configuration) {
    this.bus = bus;
    this.doorkeeper = doorkeeper;
    this.restrictions = new Restrictions(configuration.trustedProxies());
  }

  /** The chatbot, if it may be asked from there. Fails as the error table says. */
  Future<Chatbot> chatbot(String id, Caller caller, HttpServerRequest request) {
    return doorkeeper
        .chatbots()
        .find(id, caller)
        .map(chatbot -> restrictions.check(chatbot, request));
  }

  /** An answer that can be read; the question is durable by then. */
  Future<AnswerBegun> begin(Chatbot chatbot, Caller caller, Question question, MultiMap headers) {
    return doorkeeper
        .limits()
        .admit(caller, headers)
        .compose(admitted -> Ask.ADDRESS.ask(bus, question.to(chatbot)));
  }

  /** All of an answer's text. Fails if it broke off. */
  Future<String> whole(AnswerBegun begun) {
    StringBuilder text = new StringBuilder();
    return AnswerReading.read(
            bus,
            begun,
            piece -> {
              text.append(piece);
              return Future.succeededFuture();
            })
        .map(
            end -> {
              checkWhole(end, begun);
              return text.toString();
            });
  }

  private static void checkWhole(AnswerReading.End end, AnswerBegun begun) throws Problem {
    if (brokeOff(end.state())) {
      Problem.Kind kind = end.failure() == null ? Problem.Kind.MODEL_FAILED : end.failure();
      throw new Problem(
          kind,
          "The answer broke off. The question and what was said are kept as message "
              + begun.answer().messageId()
              + ". Please ask again.");
    }
  }

  /** Whether an answer ended in a state in which it must not pass for a whole one. */
  static boolean brokeOff(MessageState state) {
    return switch (state) {
      case FAILED, INTERRUPTED -> true;
      case COMPLETE, STOPPED, STREAMING -> false;
    };
  }
}
