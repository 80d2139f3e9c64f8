package repartee.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import repartee.contract.ChatbotSettings;
import repartee.contract.Network;
import repartee.contract.Problem;
import repartee.contract.TurnOrder;

/**
 * A chatbot's settings from JSON, every field and range checked. A field that is missing, or that a
 * merge has removed, has its default.
 */
final class ChatbotFields {
  private static final int ENTRIES_MAX = 100;

  private final ObjectNode fields;

  private ChatbotFields(ObjectNode fields) {
    this.fields = fields;
  }

  /** What the body of a new chatbot says, else the defaults. */
  static ChatbotSettings create(ObjectNode body) {
    return new ChatbotFields(merge(ChatbotDefaults.fields(), body)).settings();
  }

  /** The settings as a patch changes them (RFC 7396); what it removes has its default again. */
  static ChatbotSettings patch(ChatbotSettings current, ObjectNode patch) {
    ObjectNode patched = merge(PublishedChatbot.fields(current), patch);
    return new ChatbotFields(merge(ChatbotDefaults.fields(), patched)).settings();
  }

  /** RFC 7396, section 2. */
  private static ObjectNode merge(ObjectNode target, ObjectNode patch) {
    for (Map.Entry<String, JsonNode> member : patch.properties()) {
      String name = member.getKey();
      switch (member.getValue()) {
        case JsonNode removed when removed.isNull() -> target.remove(name);
        case ObjectNode inner ->
            target.set(
                name,
                merge(
                    target.get(name) instanceof ObjectNode old ? old : target.objectNode(), inner));
        case JsonNode value -> target.set(name, value);
      }
    }
    return target;
  }

  private ChatbotSettings settings() {
    return new ChatbotSettings(
        new Fields(fields).text("name", 200),
        response(),
        new ChatbotSettings.Restrictions(
            texts("restrictions.hostnames", Hostnames::isEntry, "hostnames, as example.com"),
            texts("restrictions.ip_addresses", Network::isNetwork, "addresses or CIDR blocks")),
        documents(),
        flag("is_qa_mode"),
        turns());
  }

  private ChatbotSettings.Response response() {
    return new ChatbotSettings.Response(
        whole("response.n", 1, 1),
        positive("response.top_p", 1),
        flag("response.stream"),
        whole("response.max_tokens", 1, 100_000),
        whole("response.memory_size", 0, 200),
        number("response.temperature", 0, 2),
        text("response.system_persona", 32_000),
        number("response.presence_penalty", -2, 2),
        number("response.frequency_penalty", -2, 2));
  }

  private ChatbotSettings.DocumentSettings documents() {
    int chunkSize = whole("documents.text_splitter.chunk_size", 50, 10_000);
    return new ChatbotSettings.DocumentSettings(
        new ChatbotSettings.Results(
            whole("documents.results.match_count", 1, 50),
            number("documents.results.match_threshold", 0, 1)),
        new ChatbotSettings.TextSplitter(
            chunkSize, whole("documents.text_splitter.chunk_overlap", 0, chunkSize / 2)));
  }

  private TurnOrder turns() throws Problem {
    String named = text("turns", 20);
    for (TurnOrder order : TurnOrder.values()) {
      if (order.name().toLowerCase(Locale.ROOT).equals(named)) {
        return order;
      }
    }
    throw Problems.invalid("The field \"turns\" must be \"queue\", \"coalesce\" or \"interrupt\".");
  }

  /** What stands there, else the default. */
  private JsonNode at(String path) throws Problem {
    JsonNode node = fields;
    JsonNode otherwise = ChatbotDefaults.fields();
    for (String name : path.split("\\.")) {
      if (node != null && !node.isObject()) {
        String outer = path.substring(0, path.lastIndexOf('.'));
        throw Problems.invalid("The field \"" + outer + "\" must be an object.");
      }
      node = node == null ? null : node.get(name);
      otherwise = otherwise.path(name);
    }
    return node == null || node.isNull() ? otherwise : node;
  }

  private int whole(String path, int min, int max) throws Problem {
    JsonNode node = at(path);
    boolean whole = node.isNumber() && node.canConvertToExactIntegral() && node.canConvertToInt();
    if (!whole || node.intValue() < min || node.intValue() > max) {
      String range =
          min == max ? "must be " + min : "must be a whole number from " + min + " to " + max;
      throw Problems.invalid("The field \"" + path + "\" " + range + ".");
    }
    return node.intValue();
  }

  private double positive(String path, double max) throws Problem {
    double number = number(path, 0, max);
    if (number == 0) {
      throw Problems.invalid("The field \"" + path + "\" must be above 0.");
    }
    return number;
  }

  private double number(String path, double min, double max) throws Problem {
    JsonNode node = at(path);
    double number = node.isNumber() ? node.doubleValue() : Double.NaN;
    if (!(number >= min && number <= max)) {
      throw Problems.invalid(
          "The field \""
              + path
              + "\" must be a number from "
              + (int) min
              + " to "
              + (int) max
              + ".");
    }
    return number;
  }

  private boolean flag(String path) throws Problem {
    JsonNode node = at(path);
    if (!node.isBoolean()) {
      throw Problems.invalid("The field \"" + path + "\" must be true or false.");
    }
    return node.booleanValue();
  }

  private String text(String path, int charsMax) throws Problem {
    JsonNode node = at(path);
    if (!node.isTextual()) {
      throw Problems.invalid("The field \"" + path + "\" must be a string.");
    }
    return Fields.checked(path, node.textValue(), charsMax);
  }

  private List<String> texts(String path, Predicate<String> allowed, String what) throws Problem {
    JsonNode node = at(path);
    List<String> texts = new ArrayList<>();
    if (node.isArray() && node.size() <= ENTRIES_MAX) {
      for (JsonNode entry : node) {
        if (entry.isTextual() && allowed.test(entry.textValue())) {
          texts.add(entry.textValue());
        }
      }
    }
    if (!node.isArray() || texts.size() != node.size()) {
      throw Problems.invalid(
          "The field \"" + path + "\" must be a list of at most " + ENTRIES_MAX + " " + what + ".");
    }
    return texts;
  }
}
