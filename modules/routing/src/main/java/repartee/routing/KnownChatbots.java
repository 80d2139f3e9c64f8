package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.util.UUID;
import repartee.contract.Caller;
import repartee.contract.Chatbot;
import repartee.contract.FindChatbot;
import repartee.contract.Problem;
import repartee.contract.Scope;

/** Chatbots by their id in a path, and whose they are. */
final class KnownChatbots {
  private final EventBus bus;
  private final Remembered<UUID, Chatbot> chatbots;

  KnownChatbots(EventBus bus, int forMs) {
    this.bus = bus;
    this.chatbots = new Remembered<>(forMs);
  }

  /** As it was a moment ago. Fails with {@code UNKNOWN_CHATBOT}. */
  Future<Chatbot> find(String id) {
    UUID uuid = Ids.uuid(id);
    return uuid == null
        ? Future.failedFuture(Problems.unknownChatbot())
        : chatbots.get(uuid, () -> ask(uuid));
  }

  /** As {@link #find}; another account's is an unknown one. */
  Future<Chatbot> find(String id, Caller caller) {
    return find(id).compose(chatbot -> own(chatbot, caller));
  }

  /** As {@link #find}: the one of the path that is visited. */
  Future<Chatbot> of(Visit visit) {
    return find(visit.path(Paths.CHATBOT), visit.caller());
  }

  /** As it is now, for who changes or shows it. */
  Future<Chatbot> findNow(String id, Caller caller) {
    UUID uuid = Ids.uuid(id);
    return uuid == null
        ? Future.failedFuture(Problems.unknownChatbot())
        : ask(uuid).compose(chatbot -> own(chatbot, caller));
  }

  void forget(UUID chatbotId) {
    chatbots.forgetIf(chatbot -> chatbot.id().equals(chatbotId));
  }

  private static Future<Chatbot> own(Chatbot chatbot, Caller caller) {
    boolean own = caller.scope() == Scope.ADMIN || chatbot.accountId().equals(caller.accountId());
    return own ? Future.succeededFuture(chatbot) : Future.failedFuture(Problems.unknownChatbot());
  }

  private Future<Chatbot> ask(UUID id) {
    return FindChatbot.ADDRESS
        .ask(bus, new FindChatbot(id))
        .recover(
            cause ->
                Future.failedFuture(
                    Problem.of(cause).kind() == Problem.Kind.UNKNOWN_CHATBOT
                        ? Problems.unknownChatbot()
                        : cause));
  }
}
