package repartee.bench;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.testkit.FakeModel;
import repartee.testkit.FakeModelScript;

/**
 * What is measured, standing ready: PostgreSQL, a fake model, the server as a process of its own,
 * and there a chatbot that knows documents; beside it the event loop of those who ask.
 */
final class Stand implements AutoCloseable {
  static final String HOST = "127.0.0.1";

  /** What the model says at once; also what the baseline stores. */
  static final String SHORT_ANSWER =
      "The frame has a long warranty; it begins on the day of delivery.";

  private static final int CHANNELS_MAX = 5_000;
  private static final int FRAME_BYTES_MAX = 16 << 20;

  private final Started started;
  private final Database database;
  private final NetClient client;
  private final WebSocketClient sockets;
  private final Path folder;
  private final Settings settings;
  private final Subject server;
  private final FakeModel fakeModel;
  private final Context loop;
  private final BareInserts bareInserts;
  private final ConnectionPool model;
  private final Pool sql;
  private int modelTextLength;

  private Stand(Started started, Settings settings) {
    this.started = started;
    Vertx vertx = started.vertx();
    loop = vertx.getOrCreateContext();
    // On a Vert.x of its own: it must not wait for those who ask.
    fakeModel = FakeModel.start(started.vertx()).await();
    this.settings = settings;
    folder = started.folder();
    boolean counts = settings.bench() == Settings.Bench.RESUME;
    database = started.add(Database.start(folder.resolve("postgresql"), counts));
    bareInserts = BareInserts.prepare(vertx, database.url(), settings.connections()).await();
    client = vertx.createNetClient();
    sockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxConnections(CHANNELS_MAX)
                .setMaxFrameSize(FRAME_BYTES_MAX)
                .setMaxMessageSize(FRAME_BYTES_MAX));
    // Several processes on one machine are compared by what they do besides the embedding.
    Embedding embedding =
        settings.bench() == Settings.Bench.CLUSTER ? Embedding.ENDPOINT : Embedding.BUILT_IN;
    model = new ConnectionPool(client, fakeModel.port(), settings.connections());
    modelAnswersAtOnce();
    server = subject(embedding);
    sql =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(1))
            .connectingTo(database.url(embedding.toString()))
            .using(vertx)
            .build();
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

  /** The server as it is without any configuration, but for the model. */
  Subject server() {
    return server;
  }

  /** A second server, in a database of its own, whose vectors the fake model makes at once. */
  Subject serverWithEndpoint() {
    return subject(Embedding.ENDPOINT);
  }

  private Subject subject(Embedding embedding) {
    String url = Tally.await(bareInserts.database(database, embedding.toString()));
    MeasuredServer process =
        started.add(MeasuredServer.start(folder, url, fakeModel.url(), embedding, settings));
    return subject(process, null);
  }

  /** A new, empty database of the same PostgreSQL, for a cluster. */
  String freshDatabase(String name) {
    return Tally.await(bareInserts.database(database, name));
  }

  /** A node of the cluster around that database, ready when this returns. */
  MeasuredServer node(String name, String database, String key) {
    return started.add(MeasuredServer.node(folder, name, key, database, fakeModel.url(), settings));
  }

  /** A server, to be asked for that chatbot; it is made and taught where it is null. */
  Subject subject(MeasuredServer process, @Nullable UUID chatbot) {
    return new Subject(loop, client, process, settings.connections(), chatbot);
  }

  /** Of those servers together, PostgreSQL, and those who ask. */
  Cpu cpu(List<Subject> measured) {
    return Cpu.now(measured.stream().map(each -> each.process().handle()), database.process());
  }

  /** Opens sockets, each to be closed by whoever asked for it. */
  NetClient client() {
    return client;
  }

  /** Opens channels. */
  WebSocketClient sockets() {
    return sockets;
  }

  ConnectionPool model() {
    return model;
  }

  /** Into the database of {@link #server()}. */
  Pool sql() {
    return sql;
  }

  BareInserts bareInserts() {
    return bareInserts;
  }

  /** Of that server, PostgreSQL, and those who ask. */
  Cpu cpu(Subject measured) {
    return cpu(List.of(measured));
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

  /** The model writes so many times at which it writes them, one after the other. */
  void modelAnswersTimes(int pieces, int pauseMs) {
    String[] times = Collections.nCopies(pieces, FakeModelScript.TIME).toArray(String[]::new);
    modelSays(FakeModelScript.says(times).paced(pauseMs));
  }

  /** Whatever else the model is to do. */
  void modelSays(FakeModelScript script) {
    fakeModel.always(script);
    modelTextLength = script.text().length();
  }

  /** How long the model's answers are, in characters. */
  int modelTextLength() {
    return modelTextLength;
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

  /** A POST as it goes over the wire; without a key where that is null. */
  static Buffer request(String path, @Nullable String key, JsonObject body) {
    byte[] content = body.encode().getBytes(StandardCharsets.UTF_8);
    StringBuilder head = head("POST", path, key);
    head.append("Content-Type: application/json\r\n");
    head.append("Content-Length: ").append(content.length).append("\r\n\r\n");
    return Buffer.buffer(head.toString()).appendBytes(content);
  }

  /** A GET as it goes over the wire: of all there is, or of the bytes from one on. */
  static Buffer get(String path, String key, @Nullable Integer firstByte) {
    StringBuilder head = head("GET", path, key);
    if (firstByte != null) {
      head.append("Range: bytes=").append(firstByte).append("-\r\n");
    }
    return Buffer.buffer(head.append("\r\n").toString());
  }

  private static StringBuilder head(String method, String path, @Nullable String key) {
    StringBuilder head =
        new StringBuilder("%s %s HTTP/1.1\r\nHost: %s\r\n".formatted(method, path, HOST));
    if (key != null) {
      head.append("Authorization: Bearer ").append(key).append("\r\n");
    }
    return head;
  }

  @Override
  public void close() {
    started.close();
  }
}
