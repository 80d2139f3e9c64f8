package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpMethod;
import repartee.contract.Author;
import repartee.contract.Chatbot;
import repartee.contract.Conversation;
import repartee.contract.Release;

/** {@code .../conversations/{conversation}/takeover} and {@code /release}: a person steps in. */
final class HandRoutes {
  private final EventBus bus;
  private final Doorkeeper doorkeeper;
  private final TakingOver takingOver;
  private final Bodies bodies;

  HandRoutes(EventBus bus, Doorkeeper doorkeeper, TakingOver takingOver, Bodies bodies) {
    this.bus = bus;
    this.doorkeeper = doorkeeper;
    this.takingOver = takingOver;
    this.bodies = bodies;
  }

  void mount(Paths paths) {
    paths
        .at(
            HttpMethod.POST,
            ConversationRoutes.ONE + "/takeover",
            Right.INTERCEPT,
            visit ->
                change(
                    visit,
                    (chatbot, conversation, agent) ->
                        takingOver.take(chatbot.id(), conversation, agent)))
        .at(
            HttpMethod.POST,
            ConversationRoutes.ONE + "/release",
            Right.INTERCEPT,
            visit ->
                change(
                    visit,
                    (chatbot, conversation, agent) ->
                        Release.ADDRESS.ask(bus, new Release(chatbot.id(), conversation))));
  }

  /** What changes the hands that a conversation is in. */
  @FunctionalInterface
  private interface Change {
    Future<Conversation> by(Chatbot chatbot, String conversation, Author agent);
  }

  private Future<Void> change(Visit visit, Change change) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(
            chatbot ->
                bodies
                    .read(visit.request())
                    .compose(
                        fields ->
                            change.by(
                                chatbot,
                                ConversationRoutes.conversation(visit),
                                Agents.author(fields))))
        .compose(changed -> visit.answer(200, PublishedConversation.of(changed)));
  }
}
