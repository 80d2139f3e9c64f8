package repartee.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import repartee.contract.AddDocument;
import repartee.contract.BusCodec;
import repartee.contract.Chatbot;
import repartee.contract.ChatbotSettings;
import repartee.contract.Done;
import repartee.contract.FileClaim;
import repartee.contract.HoldFile;
import repartee.contract.PassageMetadata;
import repartee.contract.Problem;
import repartee.contract.StoreDocument;
import repartee.contract.TextMark;

/** What becomes of a document before it is stored. */
final class PreparationTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final List<String> embedded = Collections.synchronizedList(new ArrayList<>());
  private final MemoryStorage storage;
  private final UUID bot = UUID.randomUUID();
  private final Preparation preparation;

  PreparationTest() {
    BusCodec.install(vertx.eventBus());
    storage = MemoryStorage.serve(vertx.eventBus());
    storage.create(bot);
    preparation =
        new Preparation(context, new EndpointModel(vertx, remembering(), "small", null, 5_000), 10);
  }

  @AfterEach
  void close() throws InterruptedException {
    preparation.close(Duration.ofSeconds(5));
    vertx.close().await();
  }

  @Test
  void whatHasNotChangedIsNotEmbeddedAgain() {
    store(prepared(text("One stays.\n\nTwo goes.")).await());
    embedded.clear();

    StoreDocument again = prepared(text("One stays.\n\nTwo comes.")).await();

    assertThat(embedded).containsExactly("a\n\nTwo comes.");
    assertThat(again.passages())
        .extracting(StoreDocument.NewPassage::embedding)
        .doesNotContain("[]");
  }

  @Test
  void theSameWordsTwiceAreEmbeddedOnce() {
    StoreDocument stored = prepared(text("Said twice.\n\nSaid twice.")).await();

    assertThat(stored.passages()).hasSize(2);
    assertThat(embedded).containsExactly("a\n\nSaid twice.");
  }

  @Test
  void passagesStandUnderTheHeadingAndOnThePageOnWhichTheyBegin() {
    AddDocument asked =
        new AddDocument(
            small(),
            "a",
            "One stays.\n\nTwo goes.\n\nThree is.",
            List.of(new TextMark(0, "First", 1), new TextMark(12, "Second", 3)),
            null);

    StoreDocument stored = prepared(asked).await();

    assertThat(stored.passages())
        .extracting(StoreDocument.NewPassage::metadata)
        .extracting(PassageMetadata::heading, PassageMetadata::page)
        .containsExactly(tuple("First", 1), tuple("Second", 3), tuple("Second", 3));
  }

  @Test
  void whatNobodyWantsAnyMoreIsNotEmbedded() {
    FileClaim lost = new FileClaim(UUID.randomUUID(), UUID.randomUUID());
    HoldFile.ADDRESS
        .serve(
            vertx.eventBus(),
            held ->
                held.claim().equals(lost)
                    ? Future.failedFuture(new Problem(Problem.Kind.OTHER_EPOCH, "Lost."))
                    : Future.succeededFuture(new Done()))
        .await();

    Problem.Kind kind =
        prepared(new AddDocument(small(), "a", "One stays.", List.of(), lost))
            .transform(done -> Future.succeededFuture(Problem.of(done.cause()).kind()))
            .await();

    assertThat(kind).isEqualTo(Problem.Kind.OTHER_EPOCH);
    assertThat(embedded).isEmpty();
  }

  private Future<StoreDocument> prepared(AddDocument asked) {
    return Future.future(
        done -> context.runOnContext(there -> preparation.prepare(asked).onComplete(done)));
  }

  private void store(StoreDocument document) {
    StoreDocument.ADDRESS.ask(vertx.eventBus(), document).await();
  }

  private AddDocument text(String content) {
    return AddDocument.ofText(small(), "a", content);
  }

  /** A chatbot whose passages are a sentence long. */
  private Chatbot small() {
    return Node.bot(bot, new ChatbotSettings.TextSplitter(12, 0));
  }

  /** A model behind an endpoint that remembers what it was asked for. */
  private String remembering() {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request
                        .body()
                        .onSuccess(
                            body -> {
                              JsonArray inputs = body.toJsonObject().getJsonArray("input");
                              inputs.forEach(input -> embedded.add((String) input));
                              request.response().end(vectors(inputs.size()).toBuffer());
                            }))
            .listen(0, "127.0.0.1")
            .await();
    return "http://127.0.0.1:" + server.actualPort() + "/v1";
  }

  private static JsonObject vectors(int count) {
    JsonArray data = new JsonArray();
    for (int i = 0; i < count; i++) {
      data.add(
          new JsonObject().put("index", i).put("embedding", new JsonArray().add(0.6).add(0.8)));
    }
    return new JsonObject().put("data", data);
  }
}
