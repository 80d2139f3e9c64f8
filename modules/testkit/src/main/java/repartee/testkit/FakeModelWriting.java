package repartee.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import repartee.testkit.FakeModelScript.Ending;

/** One response of a fake model, written down as its script says. */
final class FakeModelWriting {
  private final Vertx vertx;
  private final HttpServerResponse response;
  private final FakeModelScript script;
  private final boolean streamed;

  FakeModelWriting(
      Vertx vertx, HttpServerResponse response, FakeModelScript script, boolean streamed) {
    this.vertx = vertx;
    this.response = response;
    this.script = script;
    this.streamed = streamed;
  }

  void begin() {
    if (response.closed()) {
      return;
    }
    if (!script.body().isEmpty() || script.status() != 200) {
      type("application/json").setStatusCode(script.status()).end(script.body());
    } else if (script.pieces().isEmpty() && script.ending() == Ending.SILENCE) {
      return;
    } else if (streamed) {
      type("text/event-stream").setChunked(true);
      stream();
    } else {
      type("application/json").end(whole().toBuffer());
    }
  }

  private HttpServerResponse type(String usual) {
    String type = script.contentType().isEmpty() ? usual : script.contentType();
    return response.putHeader("Content-Type", type);
  }

  private void stream() {
    if (script.paceMs() > 0) {
      next(0);
      return;
    }
    Buffer all = Buffer.buffer();
    for (String piece : script.pieces()) {
      all.appendBuffer(event(delta(piece, null)));
    }
    if (script.ending() == Ending.DONE && script.bytesAtOnce() == 0) {
      response.end(all.appendBuffer(done()));
      return;
    }
    write(all);
    end();
  }

  private void next(int piece) {
    if (response.closed()) {
      return;
    }
    if (piece == script.pieces().size()) {
      end();
      return;
    }
    write(event(delta(script.pieces().get(piece), null)));
    vertx.setTimer(script.paceMs(), tick -> next(piece + 1));
  }

  private void end() {
    switch (script.ending()) {
      case DONE -> {
        write(done());
        response.end();
      }
      case UNDONE -> response.end();
      case CUT ->
          response
              .write("data: {\"choices\":[{\"delta\":{\"content\":\"ha")
              .onComplete(written -> response.reset());
      case BROKEN_JSON -> {
        write(event("{\"choices\":[{\"delta\":{\"content\":\"ha"));
        write(done());
        response.end();
      }
      case SILENCE -> {}
      case ENDLESS -> vertx.setTimer(Math.max(1, script.paceMs()), tick -> again());
    }
  }

  private void again() {
    if (!response.closed()) {
      stream();
    }
  }

  private void write(Buffer bytes) {
    int step = script.bytesAtOnce() == 0 ? Math.max(1, bytes.length()) : script.bytesAtOnce();
    for (int i = 0; i < bytes.length(); i += step) {
      response.write(bytes.getBuffer(i, Math.min(bytes.length(), i + step)));
    }
  }

  private Buffer done() {
    return event(delta("", "stop")).appendBuffer(event("[DONE]"));
  }

  private Buffer event(String data) {
    String end = script.lineEnd();
    String comment = script.comments() ? ": keep-alive" + end + end + "event: delta" + end : "";
    return Buffer.buffer(comment + "data: " + data + end + end);
  }

  private static String delta(String piece, @Nullable String finish) {
    String content =
        piece.equals(FakeModelScript.TIME) ? "%016x ".formatted(System.nanoTime()) : piece;
    JsonObject choice =
        new JsonObject()
            .put("index", 0)
            .put("delta", new JsonObject().put("content", content))
            .put("finish_reason", finish);
    return chunk("chat.completion.chunk", choice).encode();
  }

  private JsonObject whole() {
    JsonObject said = new JsonObject().put("role", "assistant").put("content", script.text());
    return chunk(
        "chat.completion",
        new JsonObject().put("index", 0).put("message", said).put("finish_reason", "stop"));
  }

  private static JsonObject chunk(String object, JsonObject choice) {
    return new JsonObject()
        .put("id", "chatcmpl-fake")
        .put("object", object)
        .put("created", 1)
        .put("model", "fake")
        .put("choices", JsonArray.of(choice));
  }
}
