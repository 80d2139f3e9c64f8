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
import repartee.contract.DelimitedStreamWriter;

/**
 * Who reads a conversation on a channel. It looks for the marks between header, text and trailer
 * only: to parse each header would burden the machine that is measured.
 */
final class ChannelReader {
  private static final String MAGIC = DelimitedStreamWriter.MAGIC;

  private final ClientWebSocket socket;
  private final Listener listener;
  private final StringBuilder pending = new StringBuilder();
  private boolean inText;
  private boolean left;

  /** What is done with what comes, all on one event loop. */
  interface Listener {
    /** Of a message's text, up to the last space that has come. */
    void text(String words);

    /** A message is over. */
    void ended();

    /** The server closed the channel, or says that something is wrong. */
    void failed(Throwable cause);
  }

  private ChannelReader(ClientWebSocket socket, Listener listener) {
    this.socket = socket;
    this.listener = listener;
    socket
        .textMessageHandler(this::take)
        .exceptionHandler(this::broken)
        .closeHandler(closed -> broken(new IOException("closed: " + socket.closeStatusCode())));
  }

  /** Opens a channel to the chatbot; called on the loop on which all of it is to happen. */
  static Future<ChannelReader> open(WebSocketClient client, Subject subject, Listener listener) {
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
    Listener listener =
        new Listener() {
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
    inText = offset > 0;
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

  private void take(String frame) {
    pending.append(frame);
    for (int mark; (mark = pending.indexOf(MAGIC)) >= 0; ) {
      if (inText) {
        tell(mark);
        listener.ended();
      }
      inText = !inText;
      pending.delete(0, mark + MAGIC.length());
    }
    if (inText) {
      // Words never end with a part of the mark.
      int words = pending.lastIndexOf(" ") + 1;
      tell(words);
      pending.delete(0, words);
    } else if (pending.indexOf("{\"code\":") >= 0) {
      listener.failed(new IOException(pending.toString()));
    }
  }

  private void tell(int length) {
    if (length > 0) {
      listener.text(pending.substring(0, length));
    }
  }

  private void broken(Throwable cause) {
    if (!left) {
      left = true;
      listener.failed(cause);
    }
  }
}
