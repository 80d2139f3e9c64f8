package repartee.knowledge;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.AddDocument;
import repartee.contract.BusCodec;
import repartee.contract.Chatbot;
import repartee.contract.ChatbotSettings;
import repartee.contract.Language;
import repartee.contract.Passage;
import repartee.contract.RelatedDoc;
import repartee.contract.Search;
import repartee.contract.TurnOrder;

/** A process with knowledge in it, and storage in memory. */
record Node(Vertx vertx, MemoryStorage storage, String deployed) implements AutoCloseable {
  private static final KnowledgeConfiguration.Embedding BUILT_IN =
      new KnowledgeConfiguration.Embedding(null, null, null, 10_000);

  static Node start(Path folder) {
    return start(configuration(folder, BUILT_IN, 100, 60_000));
  }

  static Node start(KnowledgeConfiguration configuration) {
    Vertx vertx = Vertx.vertx();
    BusCodec.install(vertx.eventBus());
    MemoryStorage storage = MemoryStorage.serve(vertx.eventBus());
    return new Node(
        vertx, storage, vertx.deployVerticle(new KnowledgeVerticle(configuration)).await());
  }

  /** The same process and storage, knowledge deployed anew. */
  Node restart(KnowledgeConfiguration configuration) {
    vertx.undeploy(deployed).await();
    return new Node(
        vertx, storage, vertx.deployVerticle(new KnowledgeVerticle(configuration)).await());
  }

  static KnowledgeConfiguration configuration(
      Path folder,
      KnowledgeConfiguration.@Nullable Embedding embedding,
      int indexesOpenMax,
      int indexIdleMs) {
    return new KnowledgeConfiguration(
        folder, embedding == null ? BUILT_IN : embedding, 100, 1_000, indexesOpenMax, indexIdleMs);
  }

  UUID chatbot() {
    UUID id = UUID.randomUUID();
    storage.create(id);
    return id;
  }

  List<Passage> teach(UUID chatbotId, String name, String content) {
    return AddDocument.ADDRESS
        .ask(vertx.eventBus(), AddDocument.ofText(bot(chatbotId), name, content))
        .await()
        .passages();
  }

  List<RelatedDoc> search(
      UUID chatbotId, String question, Language language, int count, double threshold) {
    return Search.ADDRESS
        .ask(vertx.eventBus(), new Search(chatbotId, question, language, count, threshold))
        .await()
        .passages();
  }

  static Chatbot bot(UUID id) {
    return bot(id, new ChatbotSettings.TextSplitter(400, 80));
  }

  static Chatbot bot(UUID id, ChatbotSettings.TextSplitter splitter) {
    Instant now = Instant.now();
    return new Chatbot(
        id,
        UUID.randomUUID(),
        new ChatbotSettings(
            "test",
            new ChatbotSettings.Response(1, 1, true, 200, 0, 0.7, "", 0, 0),
            new ChatbotSettings.Restrictions(List.of(), List.of()),
            new ChatbotSettings.DocumentSettings(new ChatbotSettings.Results(3, 0.3), splitter),
            true,
            TurnOrder.QUEUE),
        now,
        now);
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
