package repartee.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A server that is measured: its process, connections to it, and a chatbot that knows documents.
 */
final class Subject {
  private static final int WARM_UP_ASKERS = 8;

  private final Context loop;
  private final MeasuredServer process;
  private final ConnectionPool connections;
  private final UUID chatbot;
  private final String chatPath;

  /**
   * Makes and teaches a chatbot, unless one is given that knows its documents already; {@code loop}
   * is where all requests begin.
   */
  Subject(
      Context loop,
      NetClient client,
      MeasuredServer process,
      int connectionsMax,
      @Nullable UUID taught) {
    this.loop = loop;
    this.process = process;
    this.connections = new ConnectionPool(client, process.port(), connectionsMax);
    this.chatbot = taught == null ? UUID.fromString(Teaching.chatbot(this)) : taught;
    this.chatPath = "/api/v1/backend/chatbot/%s/chat".formatted(chatbot);
  }

  /** The chatbot that knows documents. */
  UUID chatbot() {
    return chatbot;
  }

  /** Where the chatbot is asked, and its channels are opened. */
  String chatPath() {
    return chatPath;
  }

  /** Where a message is. */
  String messagePath(UUID conversation, UUID message) {
    return "/chatbots/%s/conversations/%s/messages/%s".formatted(chatbot, conversation, message);
  }

  MeasuredServer process() {
    return process;
  }

  ConnectionPool connections() {
    return connections;
  }

  /** A question to the chatbot. */
  Buffer chatRequest(JsonObject body) {
    return Stand.request(chatPath, process.key(), body);
  }

  Future<Connection.Answered> chat(JsonObject body, Consumer<String> pieces) {
    return connections.exchange(chatRequest(body), pieces);
  }

  /** Lets it be asked as fast as it can for a while: a JVM compiles what is used. */
  void warmUp(Corpus corpus, int seconds) {
    long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    List<Chat> askers =
        IntStream.range(0, WARM_UP_ASKERS)
            .mapToObj(i -> new Chat(this, corpus::unheard, i % 2 == 0))
            .toList();
    new ClosedLoop(loop).run(askers, () -> System.nanoTime() < untilNs).checked("warming up");
  }

  /** Posts and waits; for what is not measured. */
  String post(String path, JsonObject body, int statusExpected) {
    return exchange("POST " + path, Stand.request(path, process.key(), body), statusExpected);
  }

  /** Gets and waits; for what is not measured. */
  String get(String path) {
    return exchange("GET " + path, Stand.get(path, process.key(), null), 200);
  }

  private String exchange(String what, Buffer request, int statusExpected) {
    StringBuilder answer = new StringBuilder();
    Promise<Connection.Answered> answered = Promise.promise();
    loop.runOnContext(begun -> connections.exchange(request, answer::append).onComplete(answered));
    int status = Tally.await(answered.future()).status();
    if (status != statusExpected) {
      throw new IllegalStateException("%s: %d %s".formatted(what, status, answer));
    }
    return answer.toString();
  }
}
