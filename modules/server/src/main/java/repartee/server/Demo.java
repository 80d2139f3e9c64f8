package repartee.server;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import repartee.contract.AddDocument;
import repartee.contract.Chatbot;
import repartee.contract.ChatbotSettings;
import repartee.contract.CreateChatbot;
import repartee.contract.FindChatbots;
import repartee.contract.TurnOrder;

/** A chatbot that knows the project's own documentation, so that a new server has what to say. */
final class Demo {
  private static final String NAME = "Repartee demo";
  private static final List<String> DOCUMENTS = List.of("README.md", "modules/README.md");

  private static final ChatbotSettings SETTINGS =
      new ChatbotSettings(
          NAME,
          new ChatbotSettings.Response(
              1,
              1,
              true,
              800,
              10,
              0.7,
              "You explain Repartee, a conversation server, to people who run it or build with it.",
              0,
              0),
          new ChatbotSettings.Restrictions(List.of(), List.of()),
          new ChatbotSettings.DocumentSettings(
              new ChatbotSettings.Results(5, 0.30), new ChatbotSettings.TextSplitter(1000, 200)),
          true,
          TurnOrder.QUEUE);

  private Demo() {}

  /** The account's demo chatbot: the one that a start before has made, else a new one. */
  static Future<Chatbot> chatbot(EventBus bus, UUID account) {
    return FindChatbots.ADDRESS
        .ask(bus, new FindChatbots(account))
        .compose(
            found ->
                found.chatbots().stream()
                    .filter(chatbot -> chatbot.settings().name().equals(NAME))
                    .findFirst()
                    .map(Future::succeededFuture)
                    .orElseGet(
                        () ->
                            CreateChatbot.ADDRESS.ask(bus, new CreateChatbot(account, SETTINGS))));
  }

  /** Taught again it knows the same: a document of the same name takes the old one's place. */
  static Future<Void> teach(EventBus bus, Chatbot chatbot) {
    Future<Void> taught = Future.succeededFuture();
    for (String name : DOCUMENTS) {
      taught =
          taught.compose(
              before ->
                  AddDocument.ADDRESS
                      .ask(bus, AddDocument.ofText(chatbot, name, content(name)))
                      .mapEmpty());
    }
    return taught;
  }

  private static String content(String name) {
    try (InputStream in = Demo.class.getResourceAsStream("demo/" + name)) {
      byte[] bytes = Objects.requireNonNull(in, () -> name + " is packaged").readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
