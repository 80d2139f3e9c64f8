package repartee.routing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import repartee.contract.ChatbotSettings;
import repartee.contract.TurnOrder;

/** What a chatbot is until its owner says otherwise. Where we differ from the published, why. */
final class ChatbotDefaults {
  private static final String PERSONA =
      "You are a helpful assistant. Answer the person's question from the documents that you are"
          + " given, briefly and in plain words. If they do not hold the answer, say so honestly;"
          + " never make anything up.";

  private static final ChatbotSettings SETTINGS =
      new ChatbotSettings(
          "",
          new ChatbotSettings.Response(
              1, 1, true, 1000, // Published: 200, which cuts answers off.
              10, // Published: 0, which forgets the last question.
              0.7, PERSONA, 0, 0),
          new ChatbotSettings.Restrictions(List.of(), List.of()),
          new ChatbotSettings.DocumentSettings(
              // Published: 3 and 0.78, made for another embedding model.
              new ChatbotSettings.Results(5, 0.30), new ChatbotSettings.TextSplitter(1000, 200)),
          true,
          TurnOrder.QUEUE);

  private ChatbotDefaults() {}

  /** As published JSON; the name is not in it, as everyone must give one. */
  static ObjectNode fields() {
    ObjectNode fields = PublishedChatbot.fields(SETTINGS);
    fields.remove("name");
    return fields;
  }
}
