package repartee.routing;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpMethod;
import java.util.UUID;
import repartee.contract.Author;
import repartee.contract.Chatbot;
import repartee.contract.FindEntry;
import repartee.contract.FindPrompt;
import repartee.contract.GiveFeedback;
import repartee.contract.LogEntry;
import repartee.contract.MessageState;
import repartee.contract.Problem;

/** {@code .../messages/{message}}: one message, its stream, its end, what people think of it. */
final class MessageRoutes {
  private static final String ONE = ConversationRoutes.MESSAGES + "/:message";
  private static final int COMMENT_CHARS_MAX = 2000;

  private final EventBus bus;
  private final Doorkeeper doorkeeper;
  private final RangedStream streams;
  private final Stopping stopping;
  private final Bodies bodies;

  MessageRoutes(
      EventBus bus, Doorkeeper doorkeeper, RangedStream streams, Stopping stopping, Bodies bodies) {
    this.bus = bus;
    this.doorkeeper = doorkeeper;
    this.streams = streams;
    this.stopping = stopping;
    this.bodies = bodies;
  }

  void mount(Paths paths) {
    paths
        .at(HttpMethod.GET, ONE, Right.ANY, this::show)
        .at(HttpMethod.GET, ONE + "/prompt", Right.READ, this::prompt)
        .at(HttpMethod.GET, ONE + "/stream", Right.ANY, this::stream)
        .at(HttpMethod.POST, ONE + "/stop", Right.ANY, this::stop)
        .at(HttpMethod.POST, ONE + "/feedback", Right.ANY, this::judge);
  }

  private static UUID message(Visit visit) throws Problem {
    UUID id = Ids.uuid(visit.path("message"));
    if (id == null) {
      throw Problems.unknownConversation();
    }
    return id;
  }

  private Future<LogEntry> entry(Visit visit, Chatbot chatbot) {
    return FindEntry.ADDRESS.ask(
        bus, new FindEntry(chatbot.id(), ConversationRoutes.conversation(visit), message(visit)));
  }

  private Future<Void> show(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(chatbot -> entry(visit, chatbot))
        .compose(found -> visit.answer(200, found.message()));
  }

  private Future<Void> stream(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(
            chatbot ->
                streams.answer(
                    visit.request(),
                    chatbot.id(),
                    ConversationRoutes.conversation(visit),
                    message(visit)));
  }

  private Future<Void> prompt(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(
            chatbot ->
                FindPrompt.ADDRESS.ask(
                    bus,
                    new FindPrompt(
                        chatbot.id(), ConversationRoutes.conversation(visit), message(visit))))
        .compose(found -> visit.answer(200, found));
  }

  private Future<Void> stop(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(
            chatbot ->
                entry(visit, chatbot)
                    .compose(
                        entry -> {
                          if (entry.message().author().kind() != Author.Kind.BOT) {
                            throw Problems.unknownConversation();
                          }
                          return entry.message().state() == MessageState.STREAMING
                              ? stopping.stop(entry)
                              : Future.succeededFuture(entry);
                        }))
        .compose(stopped -> visit.answer(200, stopped.message()));
  }

  private Future<Void> judge(Visit visit) {
    return doorkeeper
        .chatbots()
        .of(visit)
        .compose(
            chatbot ->
                bodies
                    .read(visit.request())
                    .compose(
                        fields ->
                            GiveFeedback.ADDRESS.ask(
                                bus,
                                new GiveFeedback(
                                    chatbot.id(),
                                    ConversationRoutes.conversation(visit),
                                    message(visit),
                                    score(fields),
                                    fields.optionalText("comment", COMMENT_CHARS_MAX)))))
        .compose(judged -> visit.answer(200, judged));
  }

  private static int score(Fields fields) throws Problem {
    JsonNode score = fields.object().path("score");
    if (!score.isInt() || Math.abs(score.intValue()) != 1) {
      throw Problems.invalid("The field \"score\" must be 1 or -1.");
    }
    return score.intValue();
  }
}
