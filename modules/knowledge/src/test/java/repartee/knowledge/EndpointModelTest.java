package repartee.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import repartee.contract.Language;
import repartee.contract.Problem;

final class EndpointModelTest {
  private final AtomicInteger requests = new AtomicInteger();
  private Vertx vertx;
  private HttpServer server;
  private volatile String mood = "200";

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    server = vertx.createHttpServer().requestHandler(this::answer).listen(0, "localhost").await();
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void manyTextsTravelInBatchesAndComeBackInOrder() {
    EndpointModel model = model(5_000);

    List<Vector> vectors =
        model.ofPassages(Collections.nCopies(40, "b")).stream().map(Vector.class::cast).toList();

    assertThat(vectors).hasSize(40).allMatch(vector -> vector.size() == 1536);
    assertThat(requests).hasValue(2);
  }

  @ParameterizedTest
  @CsvSource({
    "401, MODEL_FAILED",
    "429, BUSY",
    "500, MODEL_FAILED",
    "302, MODEL_FAILED",
    "garbage, MODEL_FAILED",
    "none, MODEL_FAILED",
    "slow, MODEL_TOO_SLOW"
  })
  void whatGoesWrongThereIsAProblemHere(String fault, Problem.Kind kind) {
    mood = fault;
    EndpointModel model = model(500);

    assertThatThrownBy(() -> model.ofPassages(List.of("a")))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.kind()).isEqualTo(kind));
    assertThat(requests).hasValue(1);
  }

  @Test
  void whileTheEndpointFailsWordsAreSearched(@TempDir Path folder) {
    KnowledgeConfiguration.Embedding embedding =
        new KnowledgeConfiguration.Embedding(url(), "big", "secret", 5_000);
    try (Node node = Node.start(Node.configuration(folder, embedding, 10, 60_000))) {
      UUID bot = node.chatbot();
      node.teach(bot, "a", "The zebra sleeps in the barn.");
      mood = "500";

      assertThat(node.search(bot, "Where does the zebra sleep?", Language.EN, 3, 0.3)).hasSize(1);
      int asked = requests.get();
      assertThat(node.search(bot, "Is the zebra in the barn?", Language.EN, 3, 0.3)).hasSize(1);
      assertThat(requests).hasValue(asked);
    }
  }

  private EndpointModel model(int timeoutMs) {
    return new EndpointModel(vertx, url(), "big", "secret", timeoutMs);
  }

  private String url() {
    return "http://localhost:" + server.actualPort() + "/v1";
  }

  private void answer(HttpServerRequest request) {
    requests.incrementAndGet();
    request.body().onSuccess(body -> answer(request, body.toJsonObject()));
  }

  private void answer(HttpServerRequest request, JsonObject asked) {
    boolean proper =
        request.path().equals("/v1/embeddings")
            && "Bearer secret".equals(request.getHeader("Authorization"));
    switch (proper ? mood : "400") {
      case "200" -> request.response().end(vectors(asked.getJsonArray("input").size()));
      case "garbage" -> request.response().end("<html>");
      case "none" -> request.response().end("{\"data\":[]}");
      case "slow" -> request.response().setChunked(true).write("{");
      case "302" ->
          request.response().setStatusCode(302).putHeader("Location", "/v1/embeddings").end();
      default -> request.response().setStatusCode(Integer.parseInt(mood)).end("no");
    }
  }

  private static String vectors(int count) {
    JsonArray data = new JsonArray();
    for (int i = count - 1; i >= 0; i--) {
      JsonArray numbers = new JsonArray(Collections.nCopies(1536, 0.5));
      data.add(new JsonObject().put("index", i).put("embedding", numbers));
    }
    return new JsonObject().put("data", data).encode();
  }
}
