package repartee.testkit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import repartee.contract.DelimitedStreamParser;
import repartee.contract.DelimitedStreamWriter;
import repartee.contract.Json;

/** An open channel, as a client sees it. */
public final class ChatClientChannel {
  private final WebSocket socket;
  private final Promise<Integer> closed = Promise.promise();
  private volatile DelimitedStreamParser parser = new DelimitedStreamParser();

  ChatClientChannel(WebSocket socket, Consumer<DelimitedStreamParser.Part> parts) {
    this.socket = socket;
    socket
        .textMessageHandler(text -> parser.feed(text).forEach(parts))
        .closeHandler(
            gone ->
                closed.tryComplete(
                    socket.closeStatusCode() == null ? 1006 : (int) socket.closeStatusCode()))
        .exceptionHandler(cause -> {});
  }

  /** The subprotocol that the server chose. */
  public @Nullable String protocol() {
    return socket.subProtocol();
  }

  /** Sends a JSON text frame. */
  public Future<Void> ask(Object body) {
    return socket.writeTextMessage(Json.compact(body));
  }

  /** Asks to be told a conversation from a message's header on. */
  public Future<Void> attach(UUID conversation, int after) {
    return ask(
        Map.of("attach", Map.of("conversation_uid", conversation, "after", after, "offset", 0)));
  }

  /**
   * On a channel that has told nothing yet: asks for the text of the message behind {@code after}
   * from a UTF-16 unit on, in which it was begun under that epoch. The text comes without a header.
   */
  public Future<Void> attach(UUID conversation, int after, int offset, int epoch) {
    // The parser has seen the beginning of the message: on another channel, as it were.
    parser = new DelimitedStreamParser();
    parser.feed(
        "{\"answer\":\"\",\"related_docs\":[],\"is_qa_mode\":false,\"seq\":0,\"epoch\":0}\n");
    parser.feed(DelimitedStreamWriter.MAGIC);
    return ask(
        Map.of(
            "attach",
            Map.of(
                "conversation_uid",
                conversation,
                "after",
                after,
                "offset",
                offset,
                "epoch",
                epoch)));
  }

  /** Asks for the end of the running answer. */
  public Future<Void> stop() {
    return ask(Map.of("stop", true));
  }

  /** The socket, for frames that no good client sends. */
  public WebSocket socket() {
    return socket;
  }

  /** The code with which the channel was closed; 1006 if without one. */
  public Future<Integer> closed() {
    return closed.future();
  }

  /** Leaves. */
  public Future<Void> close() {
    return socket.close();
  }
}
