package repartee.bench;

import io.vertx.core.Promise;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import repartee.contract.DelimitedStreamParser;
import repartee.contract.DelimitedStreamParser.Part;

/**
 * The node that writes an answer is killed; who reads elsewhere waits for the answer's new header.
 */
final class Adoption {
  private final Promise<UUID> begun = Promise.promise();
  private final Promise<Void> read = Promise.promise();
  private final Promise<Long> adopted = Promise.promise();
  private boolean headed;

  private Adoption() {}

  /** How long it took from the kill on; the model must be writing for longer than that. */
  static Duration measure(Stand stand, Subject writes, Subject other, Corpus corpus) {
    Adoption adoption = new Adoption();
    stand
        .loop()
        .runOnContext(
            now -> {
              adoption.ask(writes, corpus.unheard());
              adoption.begun.future().onSuccess(it -> adoption.attach(stand, other, it));
            });
    Tally.await(adoption.read.future());
    long killedNs = System.nanoTime();
    writes.process().kill();
    return Duration.ofNanos(Tally.await(adoption.adopted.future()) - killedNs);
  }

  private void ask(Subject writes, String question) {
    DelimitedStreamParser parser = new DelimitedStreamParser();
    writes
        .chat(
            new JsonObject().put("q", question).put("stream", true),
            chunk -> {
              for (Part part : parser.feed(chunk)) {
                if (part instanceof Part.Header(var header)) {
                  begun.tryComplete(header.conversationUid());
                }
              }
            })
        // It is cut off by the kill, which is later.
        .onFailure(begun::tryFail);
  }

  private void attach(Stand stand, Subject other, UUID conversation) {
    DelimitedStreamParser parser = new DelimitedStreamParser();
    ClientWebSocket socket = stand.sockets().webSocket();
    socket.textMessageHandler(frame -> parser.feed(frame).forEach(part -> take(part, socket)));
    socket.closeHandler(closed -> failed(new IOException("closed: " + socket.closeStatusCode())));
    JsonObject place =
        new JsonObject()
            .put("conversation_uid", conversation.toString())
            .put("after", 1)
            .put("offset", 0);
    socket
        .connect(
            new WebSocketConnectOptions()
                .setHost(Stand.HOST)
                .setPort(other.process().port())
                .setURI(other.chatPath())
                .setSubProtocols(List.of("repartee.v1", "bearer." + other.process().key())))
        .compose(open -> socket.writeTextMessage(new JsonObject().put("attach", place).encode()))
        .onFailure(this::failed);
  }

  private void take(Part part, ClientWebSocket socket) {
    if (part instanceof Part.Header) {
      if (headed) {
        adopted.tryComplete(System.nanoTime());
        socket.close();
      }
      headed = true;
    } else if (part instanceof Part.Text) {
      read.tryComplete();
    }
  }

  private void failed(Throwable cause) {
    read.tryFail(cause);
    adopted.tryFail(cause);
  }
}
