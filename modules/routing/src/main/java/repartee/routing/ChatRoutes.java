package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Arrays;
import java.util.UUID;
import repartee.contract.Chatbot;
import repartee.contract.Language;

/** {@code /api/v1/backend}: the chat of the backend dialect, its key test, its languages. */
final class ChatRoutes {
  static final String CHAT = "/api/v1/backend/chatbot/:chatbot/chat";

  private final Asking asking;
  private final AnswerStream streams;
  private final Bodies bodies;

  ChatRoutes(Asking asking, AnswerStream streams, Bodies bodies) {
    this.asking = asking;
    this.streams = streams;
    this.bodies = bodies;
  }

  void mount(Paths paths) {
    paths
        .at(HttpMethod.POST, CHAT, Right.ASK, this::chat)
        .at(HttpMethod.GET, "/api/v1/backend", Right.ANY, ChatRoutes::test)
        .at(HttpMethod.GET, "/api/v1/backend/languages", Right.ANY, ChatRoutes::languages);
  }

  /** What a key is good for. */
  private record KeyTest(UUID accountId, String plan, Object scope) {}

  private record LanguageEntry(String code, String name, String ownName) {
    static LanguageEntry of(Language language) {
      return new LanguageEntry(language.code(), language.englishName(), language.ownName());
    }
  }

  private Future<Void> chat(Visit visit) {
    return asking
        .chatbot(visit.path(Paths.CHATBOT), visit.caller(), visit.request())
        .compose(
            chatbot ->
                bodies.read(visit.request()).compose(fields -> chat(visit, chatbot, fields)));
  }

  private Future<Void> chat(Visit visit, Chatbot chatbot, Fields fields) {
    Question question =
        Question.ofBackend(fields, visit.request().getHeader("Idempotency-Key"), visit.caller());
    boolean stream = fields.flag("stream");
    Measures.asked(visit.caller(), stream ? Measures.Way.STREAM : Measures.Way.PLAIN);
    return asking
        .begin(chatbot, visit, question)
        .compose(
            outcome ->
                switch (outcome) {
                  case Outcome.Answered answered when stream ->
                      streams.write(visit.request(), 200, answered.begun());
                  case Outcome.Answered answered ->
                      asking
                          .whole(answered.begun(), visit.response())
                          .compose(
                              whole ->
                                  visit.succeed(
                                      PublishedAnswer.of(
                                          whole.header(), question.text(), whole.text())));
                  case Outcome.Held held when stream ->
                      streams.write(visit.request(), 200, held.header());
                  case Outcome.Held held ->
                      visit.succeed(PublishedAnswer.of(held.header(), question.text(), ""));
                });
  }

  private static Future<Void> test(Visit visit) {
    return visit.succeed(
        new KeyTest(visit.caller().accountId(), visit.caller().plan(), visit.caller().scope()));
  }

  private static Future<Void> languages(Visit visit) {
    return visit.succeed(Arrays.stream(Language.values()).map(LanguageEntry::of).toList());
  }
}
