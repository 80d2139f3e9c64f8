package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpMethod;
import repartee.contract.AddNote;
import repartee.contract.FindNotes;
import repartee.contract.RemoveNote;

/** {@code .../conversations/{conversation}/notes}: what people tell each other about it. */
final class NoteRoutes {
  private static final String ALL = ConversationRoutes.ONE + "/notes";
  private static final String ONE = ALL + "/:note";
  private static final int NAME_CHARS_MAX = 200;
  private static final int NOTE_CHARS_MAX = 10_000;

  private final EventBus bus;
  private final Doorkeeper doorkeeper;
  private final Bodies bodies;

  NoteRoutes(EventBus bus, Doorkeeper doorkeeper, Bodies bodies) {
    this.bus = bus;
    this.doorkeeper = doorkeeper;
    this.bodies = bodies;
  }

  void mount(Paths paths) {
    paths
        .at(HttpMethod.GET, ALL, Right.READ, this::list)
        .at(HttpMethod.POST, ALL, Right.INTERCEPT, this::add)
        .at(HttpMethod.DELETE, ONE, Right.INTERCEPT, this::remove);
  }

  private Future<Void> list(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(
            chatbot ->
                FindNotes.ADDRESS.ask(
                    bus, new FindNotes(chatbot.id(), ConversationRoutes.conversation(visit))))
        .compose(found -> visit.answer(200, found.notes()));
  }

  private Future<Void> add(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(
            chatbot ->
                bodies
                    .read(visit.request())
                    .compose(
                        fields ->
                            AddNote.ADDRESS.ask(
                                bus,
                                new AddNote(
                                    chatbot.id(),
                                    ConversationRoutes.conversation(visit),
                                    fields.text("name", NAME_CHARS_MAX),
                                    fields.text("content", NOTE_CHARS_MAX)))))
        .compose(made -> visit.answer(201, made));
  }

  private Future<Void> remove(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(
            chatbot ->
                RemoveNote.ADDRESS.ask(
                    bus,
                    new RemoveNote(
                        chatbot.id(), ConversationRoutes.conversation(visit), visit.id("note"))))
        .compose(done -> visit.nothing());
  }
}
