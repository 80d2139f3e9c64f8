package repartee.testkit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An OpenAI-compatible model over real HTTP on a free loopback port, which does what a script says:
 * chat completions (streamed and whole), embeddings, and the list of models.
 *
 * <p>It remembers the last 1,000 requests.
 */
public final class FakeModel {
  private static final int REMEMBERED_MAX = 1_000;

  private final HttpServer server;
  private final Queue<FakeModelScript> once = new ConcurrentLinkedQueue<>();
  private final Deque<Request> remembered = new ArrayDeque<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger cancelled = new AtomicInteger();
  private final Vertx vertx;
  private volatile FakeModelScript always;

  /**
   * A request as it came.
   *
   * @param authorization the header, or empty
   */
  public record Request(String path, String authorization, JsonObject body) {}

  private FakeModel(Vertx vertx, FakeModelScript always) {
    this.vertx = vertx;
    this.always = always;
    this.server = vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0));
  }

  /** A model that says a short sentence until it is told otherwise. */
  public static Future<FakeModel> start(Vertx vertx) {
    return start(vertx, FakeModelScript.says("The ", "fake ", "model ", "answers."));
  }

  /** A model that does this with every request until it is told otherwise. */
  public static Future<FakeModel> start(Vertx vertx, FakeModelScript always) {
    FakeModel model = new FakeModel(vertx, always);
    return model.server.requestHandler(model::serve).listen().map(model);
  }

  /** The base address, as {@code REPARTEE_MODEL_URL} wants it. */
  public String url() {
    return "http://127.0.0.1:" + port() + "/v1";
  }

  /** The port it listens on. */
  public int port() {
    return server.actualPort();
  }

  /** What every request gets that nothing else is said of. */
  public void always(FakeModelScript script) {
    always = script;
  }

  /** What the next request gets; several form a line. */
  public void next(FakeModelScript script) {
    once.add(script);
  }

  /** Chat completions that were asked so far. */
  public int requests() {
    return requests.get();
  }

  /** Chat completions that are being written. */
  public int open() {
    return open.get();
  }

  /** Chat completions whose client left before their end. */
  public int cancelled() {
    return cancelled.get();
  }

  /** The last requests of all sorts, oldest first. */
  public List<Request> remembered() {
    synchronized (remembered) {
      return List.copyOf(remembered);
    }
  }

  /** Ends it and all its connections. */
  public Future<Void> close() {
    return server.close();
  }

  private void serve(HttpServerRequest request) {
    request.body().onSuccess(body -> answer(request, body));
  }

  private void answer(HttpServerRequest request, Buffer body) {
    JsonObject asked = body.length() == 0 ? new JsonObject() : body.toJsonObject();
    remember(request, asked);
    if (request.method().equals(HttpMethod.GET) && request.path().equals("/v1/models")) {
      JsonObject model = new JsonObject().put("id", "fake").put("object", "model");
      json(request, new JsonObject().put("object", "list").put("data", JsonArray.of(model)));
    } else if (request.path().equals("/v1/embeddings")) {
      json(request, FakeEmbeddings.answer(asked));
    } else if (request.path().equals("/v1/chat/completions")) {
      complete(request, asked);
    } else {
      request.response().setStatusCode(404).end("{\"error\":{\"message\":\"no such path\"}}");
    }
  }

  private void complete(HttpServerRequest request, JsonObject asked) {
    requests.incrementAndGet();
    FakeModelScript given = once.poll();
    FakeModelScript script = given == null ? always : given;
    open.incrementAndGet();
    AtomicBoolean over = new AtomicBoolean();
    request.response().endHandler(ended -> left(over, false));
    request.response().closeHandler(closed -> left(over, !request.response().ended()));
    request.response().exceptionHandler(broken -> left(over, true));
    boolean streamed = Boolean.TRUE.equals(asked.getBoolean("stream"));
    FakeModelWriting writing = new FakeModelWriting(vertx, request.response(), script, streamed);
    if (script.firstAfterMs() == 0) {
      writing.begin();
    } else {
      vertx.setTimer(script.firstAfterMs(), late -> writing.begin());
    }
  }

  private void left(AtomicBoolean over, boolean early) {
    if (over.compareAndSet(false, true)) {
      open.decrementAndGet();
      cancelled.addAndGet(early ? 1 : 0);
    }
  }

  private void remember(HttpServerRequest request, JsonObject asked) {
    String authorization = String.valueOf(request.headers().get("Authorization"));
    synchronized (remembered) {
      if (remembered.size() == REMEMBERED_MAX) {
        remembered.removeFirst();
      }
      remembered.addLast(
          new Request(request.path(), authorization.equals("null") ? "" : authorization, asked));
    }
  }

  private static void json(HttpServerRequest request, JsonObject body) {
    request.response().putHeader("Content-Type", "application/json").end(body.toBuffer());
  }
}
