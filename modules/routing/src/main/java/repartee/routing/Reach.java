package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.Caller;
import repartee.contract.Conversation;
import repartee.contract.FindConversation;
import repartee.contract.Problem;
import repartee.contract.Visitor;

/**
 * What a caller reaches: with a key all of the account, as its scope says; a visitor one chatbot,
 * and in it the conversations that they began. All doors ask here, and the database knows which
 * those are; a question is put into a conversation by a statement that says whose it must be.
 *
 * @param visitor null for who has a key
 */
record Reach(EventBus bus, @Nullable Visitor visitor) {

  static Reach of(EventBus bus, Caller caller) {
    return new Reach(bus, caller.visitor());
  }

  /** Fails with {@code FORBIDDEN} for a visitor at a path of another chatbot, or of none. */
  void checkChatbot(RoutingContext context) throws Problem {
    String chatbot = context.pathParam(Paths.CHATBOT);
    if (visitor != null && (chatbot == null || !visitor.chatbotId().equals(Ids.uuid(chatbot)))) {
      throw Problems.forbidden();
    }
  }

  /**
   * What a visitor calls a conversation in a path, as its uid, which is the same for all; null if
   * there is nothing to translate. Fails as {@link #checkChatbot} does, and with {@code
   * UNKNOWN_CONVERSATION} for another's.
   */
  Future<@Nullable String> ofPath(RoutingContext context) {
    checkChatbot(context);
    String name = context.pathParam("conversation");
    return visitor == null || name == null
        ? Future.succeededFuture()
        : find(visitor.chatbotId(), ConversationRoutes.conversation(name))
            .map(found -> found.uid().toString());
  }

  /** A conversation by its uid or a name. Fails with {@code UNKNOWN_CONVERSATION}. */
  Future<Conversation> find(UUID chatbotId, String name) {
    return FindConversation.ADDRESS
        .ask(bus, new FindConversation(chatbotId, name, visitor == null ? null : visitor.id()))
        .recover(
            cause ->
                Future.failedFuture(
                    Problem.of(cause).kind() == Problem.Kind.UNKNOWN_CONVERSATION
                        ? Problems.unknownConversation()
                        : cause));
  }

  /** Fails with {@code UNKNOWN_CONVERSATION} if that uid is none of the visitor's. */
  Future<@Nullable Void> check(UUID chatbotId, UUID uid) {
    return visitor == null
        ? Future.succeededFuture()
        : find(chatbotId, uid.toString())
            .compose(
                found ->
                    found.uid().equals(uid)
                        ? Future.succeededFuture()
                        : Future.failedFuture(Problems.unknownConversation()));
  }
}
