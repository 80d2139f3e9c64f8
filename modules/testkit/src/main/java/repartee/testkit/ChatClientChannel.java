package repartee.testkit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import repartee.contract.DelimitedStreamParser;
import repartee.contract.Json;

/** An open channel, as a client sees it. */
public final class ChatClientChannel {
  private final WebSocket socket;
  private final Promise<Integer> closed = Promise.promise();

  ChatClientChannel(WebSocket socket, Consumer<DelimitedStreamParser.Part> parts) {
    this.socket = socket;
    DelimitedStreamParser parser = new DelimitedStreamParser();
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
