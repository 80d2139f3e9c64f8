package repartee.generation;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import repartee.contract.Chatbot;
import repartee.contract.ChatbotSettings;
import repartee.contract.FindChatbot;
import repartee.contract.FindPrompt;
import repartee.contract.Language;
import repartee.contract.LogEntry;
import repartee.contract.Matches;
import repartee.contract.Message;
import repartee.contract.ModelPrompt;
import repartee.contract.ReadTurn;
import repartee.contract.Search;
import repartee.contract.Turn;

/** Gathers what a model may know when it answers. */
final class Prompts {
  private final EventBus bus;

  Prompts(EventBus bus) {
    this.bus = bus;
  }

  Future<Matches> search(Chatbot chatbot, String question, Language language) {
    ChatbotSettings.Results wanted = chatbot.settings().documents().results();
    return Search.ADDRESS.ask(
        bus,
        new Search(chatbot.id(), question, language, wanted.matchCount(), wanted.matchThreshold()));
  }

  /** For a turn of a chatbot that is yet to be found. */
  Future<Prompt> find(Turn begun) {
    return FindChatbot.ADDRESS
        .ask(bus, new FindChatbot(begun.question().chatbotId()))
        .compose(chatbot -> find(chatbot, begun));
  }

  /** For a turn whose passages are yet to be found. */
  Future<Prompt> find(Chatbot chatbot, Turn begun) {
    return search(chatbot, question(begun), language(begun))
        .map(found -> of(chatbot, begun, found));
  }

  /** Of a turn that may be long over: all is in the log, but for how the chatbot was set then. */
  Future<ModelPrompt> again(FindPrompt asked, @Nullable String model) {
    return ReadTurn.ADDRESS
        .ask(bus, new ReadTurn(asked.chatbotId(), asked.conversation(), asked.answerId()))
        .compose(
            turn ->
                FindChatbot.ADDRESS
                    .ask(bus, new FindChatbot(asked.chatbotId()))
                    .map(chatbot -> again(chatbot, turn, model)));
  }

  private static ModelPrompt again(Chatbot chatbot, Turn turn, @Nullable String model) {
    Message answer = Objects.requireNonNull(turn.answer()).message();
    Prompt prompt = of(chatbot, turn, new Matches(answer.relatedDocs()));
    return new ModelPrompt(
        model,
        chatbot.updatedAt().isAfter(answer.createdAt()),
        ChatRequest.of("", prompt).messages().stream()
            .map(said -> new ModelPrompt.Part(said.role(), said.content()))
            .toList());
  }

  static Prompt of(Chatbot chatbot, Turn begun, Matches found) {
    return new Prompt(
        chatbot.settings(),
        language(begun),
        question(begun),
        found.passages(),
        begun.history(),
        found.answered());
  }

  /** Several questions may be answered together: then the answer has them all. */
  private static String question(Turn begun) {
    LogEntry answer = Objects.requireNonNull(begun.answer());
    return Objects.requireNonNullElse(answer.question(), begun.question().message().content());
  }

  private static Language language(Turn begun) {
    LogEntry answer = Objects.requireNonNull(begun.answer());
    Language language = Language.of(answer.message().language());
    return language == null ? LanguageDetector.detect(question(begun)) : language;
  }
}
