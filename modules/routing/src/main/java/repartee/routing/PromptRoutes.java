package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import repartee.contract.AnswerBegun;
import repartee.contract.AnswerRef;
import repartee.contract.AppendMessage;
import repartee.contract.Author;
import repartee.contract.Chatbot;
import repartee.contract.FindEntry;
import repartee.contract.FindPassages;
import repartee.contract.Language;
import repartee.contract.Message;
import repartee.contract.Passages;
import repartee.contract.RelatedDoc;

/**
 * {@code POST /chatbots/{id}/conversations}: a prompt of the resource dialect, answered with the
 * passages that it was matched with, with the message, or with the stream (201, too, as the message
 * is made by then).
 */
final class PromptRoutes {
  private final EventBus bus;
  private final Doorkeeper doorkeeper;
  private final Asking asking;
  private final AnswerStream streams;
  private final Bodies bodies;

  PromptRoutes(
      EventBus bus, Doorkeeper doorkeeper, Asking asking, AnswerStream streams, Bodies bodies) {
    this.bus = bus;
    this.doorkeeper = doorkeeper;
    this.asking = asking;
    this.streams = streams;
    this.bodies = bodies;
  }

  void mount(Paths paths) {
    paths.at(HttpMethod.POST, ConversationRoutes.ALL, Right.ANY, this::prompt);
  }

  private Future<Void> prompt(Visit visit) {
    return asking
        .chatbot(visit.path(Paths.CHATBOT), visit.caller(), visit.request())
        .compose(
            chatbot ->
                bodies.read(visit.request()).compose(fields -> prompt(visit, chatbot, fields)));
  }

  private Future<Void> prompt(Visit visit, Chatbot chatbot, Fields fields) {
    Question question =
        Question.ofResource(fields, visit.request().getHeader("Idempotency-Key"), visit.caller());
    boolean stream = fields.flag("stream");
    Right right = question.intercepts() ? Right.INTERCEPT : Right.ASK;
    return doorkeeper
        .keys()
        .permit(visit.caller(), right)
        .compose(
            permitted ->
                question.intercepts()
                    ? intercept(visit, chatbot, question)
                    : ask(visit, chatbot, question, stream));
  }

  private Future<Void> ask(Visit visit, Chatbot chatbot, Question question, boolean stream) {
    return asking
        .begin(chatbot, visit, question)
        .compose(
            outcome ->
                switch (outcome) {
                  case Outcome.Answered answered when stream -> {
                    AnswerRef answer = answered.begun().answer();
                    locate(visit, chatbot, question, answer.conversationUid(), answer.messageId());
                    yield streams.write(visit.request(), 201, answered.begun());
                  }
                  case Outcome.Answered answered ->
                      asking
                          .whole(answered.begun(), visit.response())
                          .compose(whole -> answer(visit, chatbot, question, whole.begun()));
                  case Outcome.Held held -> hold(visit, chatbot, question, held, stream);
                });
  }

  private Future<Void> answer(Visit visit, Chatbot chatbot, Question question, AnswerBegun begun) {
    AnswerRef answer = begun.answer();
    UUID conversation = answer.conversationUid();
    UUID message = answer.messageId();
    if (prefersRepresentation(visit)) {
      return represent(visit, chatbot, question, conversation, message);
    }
    return passages(chatbot, begun.header().relatedDocs())
        .compose(
            found -> {
              locate(visit, chatbot, question, conversation, message);
              return visit.answer(201, found.passages());
            });
  }

  /** A person has the conversation: what there is to see is the question itself. */
  private Future<Void> hold(
      Visit visit, Chatbot chatbot, Question question, Outcome.Held held, boolean stream) {
    UUID conversation = held.header().conversationUid();
    if (!stream && prefersRepresentation(visit)) {
      return represent(visit, chatbot, question, conversation, held.questionId());
    }
    locate(visit, chatbot, question, conversation, held.questionId());
    return stream
        ? streams.write(visit.request(), 201, held.header())
        : visit.answer(201, List.of());
  }

  private Future<Void> represent(
      Visit visit, Chatbot chatbot, Question question, UUID conversation, UUID message) {
    return FindEntry.ADDRESS
        .ask(bus, new FindEntry(chatbot.id(), conversation.toString(), message))
        .compose(found -> represent(visit, chatbot, question, found.message()));
  }

  private Future<Passages> passages(Chatbot chatbot, List<RelatedDoc> related) {
    List<UUID> ids = related.stream().map(RelatedDoc::id).toList();
    return ids.isEmpty()
        ? Future.succeededFuture(new Passages(List.of()))
        : FindPassages.ADDRESS.ask(bus, new FindPassages(chatbot.id(), ids));
  }

  private Future<Void> intercept(Visit visit, Chatbot chatbot, Question question) {
    Author agent = Agents.author(question.userId());
    // Nobody answers it, so nobody has to find out its language.
    Language language = question.language() == null ? Language.EN : question.language();
    return AppendMessage.ADDRESS
        .ask(
            bus,
            new AppendMessage(
                chatbot.id(),
                String.valueOf(question.conversationId()),
                agent,
                question.text(),
                language.code(),
                question.messageKey()))
        .compose(
            message -> {
              if (prefersRepresentation(visit)) {
                return represent(visit, chatbot, question, message);
              }
              locate(visit, chatbot, question, message.conversationUid(), message.id());
              return visit.answer(201, List.of());
            });
  }

  private static Future<Void> represent(
      Visit visit, Chatbot chatbot, Question question, Message message) {
    locate(visit, chatbot, question, message.conversationUid(), message.id());
    visit.response().putHeader("Preference-Applied", "return=representation");
    return visit.answer(201, message);
  }

  private static void locate(
      Visit visit, Chatbot chatbot, Question question, UUID conversationUid, UUID message) {
    String name = String.valueOf(question.conversationId());
    // In a path these mean something else, encoded too (RFC 3986, 5.2.4).
    boolean dots = name.equals(".") || name.equals("..");
    String conversation =
        dots
            ? conversationUid.toString()
            : URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    visit
        .response()
        .putHeader(
            HttpHeaders.LOCATION,
            "/chatbots/"
                + chatbot.id()
                + "/conversations/"
                + conversation
                + "/messages/"
                + message);
  }

  private static boolean prefersRepresentation(Visit visit) {
    return visit.request().headers().getAll("Prefer").stream()
        .flatMap(header -> List.of(header.toLowerCase(Locale.ROOT).split("[,;]")).stream())
        .anyMatch(preference -> preference.replace(" ", "").equals("return=representation"));
  }
}
