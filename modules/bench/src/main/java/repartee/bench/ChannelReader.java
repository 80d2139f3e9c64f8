package repartee.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** Who reads a conversation on a channel. */
final class ChannelReader {
  private final ClientWebSocket socket;
  private final ChannelText.Listener listener;
  private final ChannelText text;
  private boolean left;

  private ChannelReader(ClientWebSocket socket, ChannelText.Listener listener) {
    this.socket = socket;
    this.listener = listener;
    this.text = new ChannelText(listener);
    socket
        .textMessageHandler(text::take)
        .exceptionHandler(this::broken)
        .closeHandler(closed -> broken(new IOException("closed: " + socket.closeStatusCode())));
  }

  /** Opens a channel to the chatbot; called on the loop on which all of it is to happen. */
  static Future<ChannelReader> open(
      WebSocketClient client, Subject subject, ChannelText.Listener listener) {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost(Stand.HOST)
            .setPort(subject.process().port())
            .setURI(subject.chatPath())
            .setSubProtocols(List.of("repartee.v1", "bearer." + subject.process().key()));
    ClientWebSocket socket = client.webSocket();
    ChannelReader reader = new ChannelReader(socket, listener);
    return socket.connect(options).map(reader);
  }

  /** Reads the first text that comes after that place: of the next message, from a unit on. */
  static Future<Void> resume(
      WebSocketClient client,
      Subject subject,
      UUID conversation,
      int after,
      int offset,
      Until end) {
    Promise<Void> got = Promise.promise();
    ChannelText.Listener listener =
        new ChannelText.Listener() {
          @Override
          public void text(String words) {
            if (end == Until.TEXT) {
              got.tryComplete();
            }
          }

          @Override
          public void ended() {
            got.tryComplete();
          }

          @Override
          public void failed(Throwable cause) {
            got.tryFail(cause);
          }
        };
    return open(client, subject, listener)
        .compose(
            reader ->
                reader
                    .attach(conversation, after, offset)
                    .compose(sent -> got.future())
                    .eventually(reader::leave));
  }

  /** What ends a resumption. */
  enum Until {
    /** Some text has come. */
    TEXT,
    /** All of a message has. */
    END
  }

  /** Is told the conversation from there on. */
  Future<Void> attach(UUID conversation, int after, int offset) {
    if (offset > 0) {
      text.beginInText();
    }
    JsonObject place =
        new JsonObject()
            .put("conversation_uid", conversation.toString())
            .put("after", after)
            .put("offset", offset);
    return ask(new JsonObject().put("attach", place));
  }

  Future<Void> ask(JsonObject body) {
    return socket.writeTextMessage(body.encode());
  }

  Future<Void> leave() {
    left = true;
    return socket.close();
  }

  private void broken(Throwable cause) {
    if (!left) {
      left = true;
      listener.failed(cause);
    }
  }
}
