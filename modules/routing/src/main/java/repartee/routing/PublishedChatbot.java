package repartee.routing;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import repartee.contract.Chatbot;
import repartee.contract.ChatbotSettings;
import repartee.contract.Json;
import repartee.contract.TurnOrder;

/**
 * A chatbot as it is published, then what is ours. Whole numbers are written without a fraction, as
 * published.
 */
@JsonPropertyOrder({
  "id",
  "user_id",
  "name",
  "response",
  "restrictions",
  "documents",
  "is_qa_mode",
  "created_at",
  "updated_at",
  "turns"
})
record PublishedChatbot(
    UUID id,
    UUID userId,
    String name,
    Response response,
    ChatbotSettings.Restrictions restrictions,
    Documents documents,
    boolean isQaMode,
    Instant createdAt,
    Instant updatedAt,
    TurnOrder turns) {

  record Response(
      int n,
      @JsonProperty("top_p") Number topP,
      boolean stream,
      int maxTokens,
      int memorySize,
      Number temperature,
      String systemPersona,
      Number presencePenalty,
      Number frequencyPenalty) {
    static Response of(ChatbotSettings.Response response) {
      return new Response(
          response.n(),
          plain(response.topP()),
          response.stream(),
          response.maxTokens(),
          response.memorySize(),
          plain(response.temperature()),
          response.systemPersona(),
          plain(response.presencePenalty()),
          plain(response.frequencyPenalty()));
    }
  }

  record Documents(Results results, ChatbotSettings.TextSplitter textSplitter) {
    static Documents of(ChatbotSettings.DocumentSettings documents) {
      return new Documents(
          new Results(
              documents.results().matchCount(), plain(documents.results().matchThreshold())),
          documents.textSplitter());
    }
  }

  record Results(int matchCount, Number matchThreshold) {}

  /** The fields that an owner decides. */
  private record Settings(
      String name,
      Response response,
      ChatbotSettings.Restrictions restrictions,
      Documents documents,
      boolean isQaMode,
      TurnOrder turns) {}

  static PublishedChatbot of(Chatbot chatbot) {
    ChatbotSettings settings = chatbot.settings();
    return new PublishedChatbot(
        chatbot.id(),
        chatbot.accountId(),
        settings.name(),
        Response.of(settings.response()),
        settings.restrictions(),
        Documents.of(settings.documents()),
        settings.isQaMode(),
        chatbot.createdAt(),
        chatbot.updatedAt(),
        settings.turns());
  }

  static ObjectNode fields(ChatbotSettings settings) {
    Settings published =
        new Settings(
            settings.name(),
            Response.of(settings.response()),
            settings.restrictions(),
            Documents.of(settings.documents()),
            settings.isQaMode(),
            settings.turns());
    return Json.mapper().valueToTree(published);
  }

  private static Number plain(double number) {
    int whole = (int) number;
    // Not a conditional expression, which would make a double of both.
    if (whole == number) {
      return whole;
    }
    return number;
  }
}
