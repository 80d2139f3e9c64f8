package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import repartee.contract.Chatbot;
import repartee.contract.ChatbotSettings;
import repartee.contract.CreateChatbot;
import repartee.contract.DeleteChatbot;
import repartee.contract.FindChatbots;
import repartee.contract.Problem;
import repartee.contract.UpdateChatbot;

/** {@code /chatbots}: an account's bots and what their owner decides. */
final class ChatbotRoutes {
  private static final String ALL = "/chatbots";
  private static final String ONE = ALL + "/:chatbot";
  private static final int ATTEMPTS_MAX = 5;

  private final EventBus bus;
  private final Doorkeeper doorkeeper;
  private final Bodies bodies;

  ChatbotRoutes(EventBus bus, Doorkeeper doorkeeper, Bodies bodies) {
    this.bus = bus;
    this.doorkeeper = doorkeeper;
    this.bodies = bodies;
  }

  void mount(Paths paths) {
    paths
        .at(HttpMethod.GET, ALL, Right.READ, this::list)
        .at(HttpMethod.POST, ALL, Right.MANAGE, this::create)
        .at(HttpMethod.GET, ONE, Right.READ, this::show)
        .at(HttpMethod.PATCH, ONE, Right.MANAGE, this::change)
        .at(HttpMethod.DELETE, ONE, Right.MANAGE, this::remove);
  }

  private Future<Chatbot> chatbot(Visit visit) {
    return doorkeeper.chatbots().findNow(visit.path(Paths.CHATBOT), visit.caller());
  }

  private Future<Void> list(Visit visit) {
    return FindChatbots.ADDRESS
        .ask(bus, new FindChatbots(visit.caller().accountId()))
        .compose(
            found ->
                visit.answer(200, found.chatbots().stream().map(PublishedChatbot::of).toList()));
  }

  private Future<Void> create(Visit visit) {
    return bodies
        .read(visit.request())
        .compose(
            fields ->
                CreateChatbot.ADDRESS.ask(
                    bus,
                    new CreateChatbot(
                        visit.caller().accountId(), ChatbotFields.create(fields.object()))))
        .compose(
            made -> {
              visit.response().putHeader(HttpHeaders.LOCATION, ALL + "/" + made.id());
              return visit.answer(201, PublishedChatbot.of(made));
            });
  }

  private Future<Void> show(Visit visit) {
    return chatbot(visit).compose(found -> visit.answer(200, PublishedChatbot.of(found)));
  }

  private Future<Void> change(Visit visit) {
    return chatbot(visit)
        .compose(
            first ->
                bodies
                    .read(visit.request())
                    .compose(patch -> change(visit, first, patch, ATTEMPTS_MAX)))
        .compose(changed -> visit.answer(200, PublishedChatbot.of(changed)));
  }

  private Future<Chatbot> change(Visit visit, Chatbot seen, Fields patch, int attempts) {
    ChatbotSettings settings = ChatbotFields.patch(seen.settings(), patch.object());
    return UpdateChatbot.ADDRESS
        .ask(bus, new UpdateChatbot(seen.id(), settings, seen.updatedAt()))
        .onComplete(done -> doorkeeper.chatbots().forget(seen.id()))
        .recover(
            cause -> {
              if (Problem.of(cause).kind() != Problem.Kind.OTHER_EPOCH) {
                return Future.failedFuture(cause);
              }
              // Somebody was faster: merge into what they made of it, so that neither is lost.
              return attempts > 1
                  ? chatbot(visit).compose(now -> change(visit, now, patch, attempts - 1))
                  : Future.failedFuture(
                      Problems.busy("Others change this chatbot right now. Please try again."));
            });
  }

  private Future<Void> remove(Visit visit) {
    return chatbot(visit)
        .compose(
            chatbot ->
                DeleteChatbot.ADDRESS
                    .ask(bus, new DeleteChatbot(chatbot.id()))
                    .onComplete(done -> doorkeeper.chatbots().forget(chatbot.id())))
        .compose(done -> visit.nothing());
  }
}
