package repartee.bench;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import repartee.testkit.FakeModel;
import repartee.testkit.FakeModelScript;

/**
 * What is measured, standing ready: PostgreSQL, a fake model, the server as a process of its own,
 * and there a chatbot that knows documents; beside it the event loop of those who ask.
 */
final class Stand implements AutoCloseable {
  static final String HOST = "127.0.0.1";

  private static final int WARM_UP_ASKERS = 8;
  private static final int WARM_UP_S = 15;

  /** What the model says at once; also what the baseline stores. */
  static final String SHORT_ANSWER =
      "The frame has a long warranty; it begins on the day of delivery.";

  private final Started started;
  private final Database database;
  private final MeasuredServer process;
  private final FakeModel fakeModel;
  private final Context loop;
  private final BareInserts bareInserts;
  private final ConnectionPool server;
  private final ConnectionPool model;
  private final String chatPath;
  private int modelTextLength;

  private Stand(Started started, Settings settings) {
    this.started = started;
    Vertx vertx = started.vertx();
    loop = vertx.getOrCreateContext();
    // On a Vert.x of its own: it must not wait for those who ask.
    fakeModel = FakeModel.start(started.vertx()).await();
    Path folder = started.folder();
    database = started.add(Database.start(folder.resolve("postgresql")));
    process =
        started.add(
            MeasuredServer.start(folder, database.url(), fakeModel.url(), settings.connections()));
    bareInserts = BareInserts.prepare(vertx, database.url(), settings.connections()).await();
    NetClient client = vertx.createNetClient();
    server = new ConnectionPool(client, process.port(), settings.connections());
    model = new ConnectionPool(client, fakeModel.port(), settings.connections());
    modelAnswersAtOnce();
    chatPath = "/api/v1/backend/chatbot/%s/chat".formatted(Teaching.chatbot(this));
  }

  static Stand start(Settings settings) {
    Started started = new Started();
    try {
      return new Stand(started, settings);
    } catch (RuntimeException failed) {
      started.close();
      throw failed;
    }
  }

  /** Where all requests begin; its thread belongs to those who ask. */
  Context loop() {
    return loop;
  }

  ConnectionPool server() {
    return server;
  }

  ConnectionPool model() {
    return model;
  }

  BareInserts bareInserts() {
    return bareInserts;
  }

  Memory memory() {
    return process.memory();
  }

  MeasuredServer process() {
    return process;
  }

  /** The server's threads. */
  Threads threads() {
    return Threads.now(process.handle());
  }

  Cpu cpu() {
    return Cpu.now(process.handle(), database.process());
  }

  /** The model says {@link #SHORT_ANSWER} as fast as it can. */
  void modelAnswersAtOnce() {
    modelSays(FakeModelScript.words(SHORT_ANSWER, 0));
  }

  /** The model writes so many words, one after the other. */
  void modelAnswersInPieces(int pieces, int pauseMs) {
    String text = String.join("", Collections.nCopies(pieces, "spoke ")).strip();
    modelSays(FakeModelScript.words(text, pauseMs));
  }

  private void modelSays(FakeModelScript script) {
    fakeModel.always(script);
    modelTextLength = script.text().length();
  }

  /** How long the model's answers are, in characters. */
  int modelTextLength() {
    return modelTextLength;
  }

  /** A question to the measured chatbot. */
  Buffer chatRequest(JsonObject body) {
    return request(chatPath, process.key(), body);
  }

  /** The same question to the model directly. */
  static Buffer modelRequest(String question) {
    JsonObject said = new JsonObject().put("role", "user").put("content", question);
    return request(
        "/v1/chat/completions",
        null,
        new JsonObject()
            .put("model", "fake")
            .put("stream", true)
            .put("messages", JsonArray.of(said)));
  }

  /** Lets the server be asked as fast as it can for a while: a JVM compiles what is used. */
  void warmUp(Corpus corpus) {
    modelAnswersAtOnce();
    long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(WARM_UP_S);
    List<Chat> askers =
        IntStream.range(0, WARM_UP_ASKERS)
            .mapToObj(i -> new Chat(this, corpus::unheard, i % 2 == 0))
            .toList();
    new ClosedLoop(loop).run(askers, () -> System.nanoTime() < untilNs).checked("warming up");
  }

  /** Posts to the server and waits; for what is not measured. */
  String post(String path, JsonObject body, int statusExpected) {
    StringBuilder answer = new StringBuilder();
    Promise<Connection.Answered> answered = Promise.promise();
    loop.runOnContext(
        begun ->
            server
                .exchange(request(path, process.key(), body), answer::append)
                .onComplete(answered));
    int status = Tally.await(answered.future()).status();
    if (status != statusExpected) {
      throw new IllegalStateException("POST %s: %d %s".formatted(path, status, answer));
    }
    return answer.toString();
  }

  private static Buffer request(String path, @Nullable String key, JsonObject body) {
    byte[] content = body.encode().getBytes(StandardCharsets.UTF_8);
    StringBuilder head =
        new StringBuilder("POST %s HTTP/1.1\r\nHost: %s\r\n".formatted(path, HOST));
    if (key != null) {
      head.append("Authorization: Bearer ").append(key).append("\r\n");
    }
    head.append("Content-Type: application/json\r\n");
    head.append("Content-Length: ").append(content.length).append("\r\n\r\n");
    return Buffer.buffer(head.toString()).appendBytes(content);
  }

  @Override
  public void close() {
    started.close();
  }
}
