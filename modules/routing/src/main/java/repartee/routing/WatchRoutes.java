package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import repartee.contract.Watched;

/**
 * {@code POST .../conversations/{conversation}/watching}: somebody of the account looks at it, says
 * so every few seconds, and is told who else does. Nothing of it is kept.
 */
final class WatchRoutes {
  private static final String PATH = ConversationRoutes.ONE + "/watching";
  private static final int ID_CHARS_MAX = 100;
  private static final int NAME_CHARS_MAX = 200;

  private final EventBus bus;
  private final Doorkeeper doorkeeper;
  private final Watching watching;
  private final Bodies bodies;

  WatchRoutes(EventBus bus, Doorkeeper doorkeeper, Watching watching, Bodies bodies) {
    this.bus = bus;
    this.doorkeeper = doorkeeper;
    this.watching = watching;
    this.bodies = bodies;
  }

  void mount(Paths paths) {
    paths.at(HttpMethod.POST, PATH, Right.INTERCEPT, this::watch);
  }

  private record Published(List<Watching.Watcher> watching) {}

  private Future<Void> watch(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(
            chatbot ->
                Reach.of(bus, visit.caller())
                    .find(chatbot.id(), ConversationRoutes.conversation(visit)))
        .compose(
            conversation ->
                bodies
                    .read(visit.request())
                    .map(
                        fields ->
                            watching.say(
                                new Watched(
                                    conversation.uid(),
                                    fields.text("id", ID_CHARS_MAX),
                                    fields.text("name", NAME_CHARS_MAX),
                                    fields.flag("typing")))))
        .compose(watchers -> visit.answer(200, new Published(watchers)));
  }
}
