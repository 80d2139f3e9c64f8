package repartee.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import repartee.contract.DelimitedStreamParser;
import repartee.contract.DelimitedStreamParser.Part;

/** Finds the answer's text in a body as it arrives: from each chunk, the text that it brought. */
@FunctionalInterface
interface TextReader extends UnaryOperator<String> {

  /** Of our delimited stream. */
  static TextReader ofDelimitedStream() {
    DelimitedStreamParser parser = new DelimitedStreamParser();
    return chunk -> {
      StringBuilder text = new StringBuilder();
      for (Part part : parser.feed(chunk)) {
        if (part instanceof Part.Text piece) {
          text.append(piece.text());
        }
      }
      return text.toString();
    };
  }

  /** Of the model's own server-sent events. */
  static TextReader ofEvents() {
    StringBuilder pending = new StringBuilder();
    return chunk -> {
      pending.append(chunk);
      StringBuilder text = new StringBuilder();
      for (int end; (end = pending.indexOf("\n")) >= 0; ) {
        text.append(delta(pending.substring(0, end).strip()));
        pending.delete(0, end + 1);
      }
      return text.toString();
    };
  }

  private static String delta(String line) {
    if (!line.startsWith("data:") || line.endsWith("[DONE]")) {
      return "";
    }
    JsonArray choices = new JsonObject(line.substring("data:".length())).getJsonArray("choices");
    if (choices == null || choices.isEmpty()) {
      return "";
    }
    JsonObject delta = choices.getJsonObject(0).getJsonObject("delta", new JsonObject());
    String content = delta.getString("content");
    return content == null ? "" : content;
  }

  /** The text's length on the wire. */
  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
