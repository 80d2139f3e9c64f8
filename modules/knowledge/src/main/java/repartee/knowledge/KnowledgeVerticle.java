package repartee.knowledge;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.AddDocument;
import repartee.contract.ChatbotChanged;
import repartee.contract.ChatbotSettings;
import repartee.contract.CheckKnowledge;
import repartee.contract.DeleteDocument;
import repartee.contract.Done;
import repartee.contract.KnowledgeGrew;
import repartee.contract.Matches;
import repartee.contract.PassageMetadata;
import repartee.contract.Passages;
import repartee.contract.Problem;
import repartee.contract.RemoveDocument;
import repartee.contract.Search;
import repartee.contract.StoreDocument;

/** Answers what fits a question, and takes in what there is to know; one for each node. */
public final class KnowledgeVerticle extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(KnowledgeVerticle.class);
  private static final int SEARCH_THREADS = 2;
  private static final Matches NOTHING = new Matches(List.of());

  private final KnowledgeConfiguration configuration;
  private @Nullable Parts parts;

  /** What works here once it is deployed. */
  private record Parts(
      WordAnalysis analysis,
      EmbeddingModel model,
      QuestionVectors vectors,
      OpenIndexes indexes,
      Lane documents,
      Lane searches) {}

  /** Asks storage over the bus; owns the configured folder, alone. */
  public KnowledgeVerticle(KnowledgeConfiguration configuration) {
    this.configuration = configuration;
  }

  @Override
  public Future<?> start() {
    EmbeddingModel model = model(configuration.embedding());
    WordAnalysis analysis = new WordAnalysis();
    parts =
        new Parts(
            analysis,
            model,
            new QuestionVectors(model),
            new OpenIndexes(vertx, configuration, analysis),
            new Lane(
                context, "document", model.documentsAtOnce(), configuration.documentsWaitingMax()),
            new Lane(context, "search", SEARCH_THREADS, configuration.searchesWaitingMax()));
    Parts ready = parts;
    EventBus bus = vertx.eventBus();
    return Future.all(
            AddDocument.ADDRESS.serve(bus, asked -> add(ready, asked)),
            RemoveDocument.ADDRESS.serve(bus, asked -> remove(ready, asked)),
            Search.ADDRESS.serve(bus, asked -> search(ready, asked)),
            CheckKnowledge.ADDRESS.serve(bus, asked -> Future.succeededFuture(new Done())),
            KnowledgeGrew.EVENT.watch(bus, grew -> grew(ready, grew)),
            ChatbotChanged.EVENT.watch(bus, changed -> changed(ready, changed)))
        .compose(served -> vertx.executeBlocking(this::hasIndexes))
        .onSuccess(
            known -> {
              if (known) {
                model.warm();
              }
            });
  }

  @Override
  public Future<?> stop() {
    Parts stopping = parts;
    if (stopping == null) {
      return Future.succeededFuture();
    }
    return vertx
        .executeBlocking(
            () -> {
              stopping.documents().close(Duration.ZERO);
              stopping.searches().close(Duration.ofSeconds(5));
              return new Done();
            })
        .eventually(() -> stopping.model().close())
        .eventually(() -> stopping.indexes().close());
  }

  private EmbeddingModel model(KnowledgeConfiguration.Embedding embedding) {
    String url = embedding.url();
    String name = embedding.name();
    return url == null || name == null
        ? new BuiltInModel(context)
        : new EndpointModel(vertx, url, name, embedding.key(), embedding.timeoutMs());
  }

  /** Who has taught before will be asked soon: then the model had better be there. */
  private boolean hasIndexes() throws IOException {
    Files.createDirectories(configuration.folder());
    try (DirectoryStream<?> folders = Files.newDirectoryStream(configuration.folder())) {
      return folders.iterator().hasNext();
    }
  }

  private Future<Passages> add(Parts parts, AddDocument asked) {
    return parts
        .documents()
        .run(() -> prepare(parts.model(), asked))
        .compose(store -> StoreDocument.ADDRESS.ask(vertx.eventBus(), store))
        .compose(
            stored ->
                parts
                    .indexes()
                    .catchUp(asked.chatbot().id())
                    .map(found -> new Passages(stored.passages())));
  }

  private static StoreDocument prepare(EmbeddingModel model, AddDocument asked) throws Exception {
    ChatbotSettings.TextSplitter splitter = asked.chatbot().settings().documents().textSplitter();
    List<PassageSplitter.Piece> pieces =
        PassageSplitter.split(asked.content(), splitter.chunkSize(), splitter.chunkOverlap());
    if (pieces.isEmpty()) {
      throw new Problem(Problem.Kind.INVALID, "`content` has no words. Please send a text.");
    }
    String name = asked.name();
    List<@Nullable Vector> vectors =
        model.ofPassages(pieces.stream().map(piece -> name + "\n\n" + piece.text()).toList());
    List<StoreDocument.NewPassage> passages = new ArrayList<>(pieces.size());
    for (int i = 0; i < pieces.size(); i++) {
      PassageSplitter.Piece piece = pieces.get(i);
      Vector vector = vectors.get(i);
      passages.add(
          new StoreDocument.NewPassage(
              name + "-" + i,
              PassageContent.of(name, piece.text()),
              PassageMetadata.ofLines(piece.fromLine(), piece.toLine()),
              vector == null ? "[]" : vector.text()));
    }
    return new StoreDocument(
        asked.chatbot().id(), name, "api", asked.content(), model.name(), passages);
  }

  private Future<Done> remove(Parts parts, RemoveDocument asked) {
    return DeleteDocument.ADDRESS
        .ask(vertx.eventBus(), new DeleteDocument(asked.chatbotId(), asked.documentId()))
        .compose(removed -> parts.indexes().catchUpIfOpen(asked.chatbotId(), Long.MAX_VALUE));
  }

  private Future<Matches> search(Parts parts, Search asked) {
    return parts
        .indexes()
        .use(
            asked.chatbotId(),
            index ->
                index.isEmpty() || asked.matchCount() < 1
                    ? Future.succeededFuture(NOTHING)
                    : parts
                        .vectors()
                        .of(asked.question())
                        .compose(
                            vector ->
                                parts
                                    .searches()
                                    .run(() -> found(parts, index, asked, vector.orElse(null)))
                                    .onFailure(cause -> rebuild(parts, index, asked.chatbotId()))));
  }

  private static Matches found(
      Parts parts, ChatbotIndex index, Search asked, @Nullable Vector vector) throws IOException {
    Question question =
        new Question(
            parts.analysis().words(asked.question(), asked.language()),
            parts.model().name(),
            vector,
            parts.model().isAtHomeIn(asked.language()));
    return new Matches(index.search(question, asked.matchCount(), asked.matchThreshold()));
  }

  private static void rebuild(Parts parts, ChatbotIndex index, UUID chatbotId) {
    if (index.isBroken()) {
      parts.indexes().catchUp(chatbotId).onFailure(cause -> lagging(chatbotId, cause));
    }
  }

  private static void grew(Parts parts, KnowledgeGrew grew) {
    parts
        .indexes()
        .catchUpIfOpen(grew.chatbotId(), grew.revision())
        .onFailure(cause -> lagging(grew.chatbotId(), cause));
  }

  private static void changed(Parts parts, ChatbotChanged changed) {
    parts
        .indexes()
        .forgetIfGone(changed.chatbotId())
        .onFailure(cause -> lagging(changed.chatbotId(), cause));
  }

  private static void lagging(UUID chatbotId, Throwable cause) {
    log.warn("an index lags behind chatbot={}", chatbotId, cause);
  }
}
