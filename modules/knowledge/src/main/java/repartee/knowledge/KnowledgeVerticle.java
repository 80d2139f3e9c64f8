package repartee.knowledge;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.EventBus;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.AddDocument;
import repartee.contract.ChatbotChanged;
import repartee.contract.CheckKnowledge;
import repartee.contract.DeleteDocument;
import repartee.contract.Done;
import repartee.contract.ExplainSearch;
import repartee.contract.ExplainedMatches;
import repartee.contract.KnowledgeGrew;
import repartee.contract.Language;
import repartee.contract.Matches;
import repartee.contract.Pair;
import repartee.contract.Passages;
import repartee.contract.RemoveDocument;
import repartee.contract.Search;
import repartee.contract.StoreDocument;
import repartee.contract.StoredDocument;
import repartee.contract.TeachPair;

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
      Preparation documents,
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
            new Preparation(context, model, configuration.documentsWaitingMax()),
            new Lane(context, "search", SEARCH_THREADS, configuration.searchesWaitingMax()));
    Parts ready = parts;
    EventBus bus = vertx.eventBus();
    return Future.all(
            List.of(
                AddDocument.ADDRESS.serve(bus, asked -> add(ready, asked)),
                TeachPair.ADDRESS.serve(bus, asked -> teach(ready, asked)),
                RemoveDocument.ADDRESS.serve(bus, asked -> remove(ready, asked)),
                Search.ADDRESS.serve(bus, asked -> search(ready, asked)),
                ExplainSearch.ADDRESS.serve(bus, asked -> explain(ready, asked)),
                CheckKnowledge.ADDRESS.serve(bus, asked -> Future.succeededFuture(new Done())),
                KnowledgeGrew.EVENT.watch(bus, grew -> grew(ready, grew)),
                ChatbotChanged.EVENT.watch(bus, changed -> changed(ready, changed))))
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
    return store(parts, parts.documents().prepare(asked))
        .map(stored -> new Passages(stored.passages()));
  }

  private Future<Pair> teach(Parts parts, TeachPair asked) {
    return store(parts, parts.documents().prepare(asked))
        .map(
            stored ->
                new Pair(
                    stored.document().id(),
                    asked.question(),
                    asked.variants(),
                    asked.answer(),
                    stored.document().createdAt(),
                    stored.document().updatedAt()));
  }

  /** Stored, and found by the next search here. */
  private Future<StoredDocument> store(Parts parts, Future<StoreDocument> prepared) {
    return prepared.compose(
        store ->
            StoreDocument.ADDRESS
                .ask(vertx.eventBus(), store)
                .compose(
                    stored -> parts.indexes().catchUp(store.chatbotId()).map(found -> stored)));
  }

  private Future<Done> remove(Parts parts, RemoveDocument asked) {
    return DeleteDocument.ADDRESS
        .ask(vertx.eventBus(), new DeleteDocument(asked.chatbotId(), asked.documentId()))
        .compose(removed -> parts.indexes().catchUpIfOpen(asked.chatbotId(), Long.MAX_VALUE));
  }

  private Future<Matches> search(Parts parts, Search asked) {
    return asked.matchCount() < 1
        ? Future.succeededFuture(NOTHING)
        : search(
            parts,
            new Looked(asked.chatbotId(), asked.question(), asked.language()),
            ranking ->
                new PairFit(parts.analysis(), asked, ranking.words())
                    .among(ranking.best(asked.matchCount(), asked.matchThreshold())),
            NOTHING);
  }

  private Future<ExplainedMatches> explain(Parts parts, ExplainSearch asked) {
    Language said = asked.language();
    Language guessed = said == null ? parts.analysis().guess(asked.question()) : said;
    return search(
        parts,
        new Looked(
            asked.chatbotId(), asked.question(), Objects.requireNonNullElse(guessed, Language.EN)),
        ranking -> new ExplainedMatches(ranking.explained(asked.limit())),
        new ExplainedMatches(List.of()));
  }

  /** What is looked for, and where. */
  private record Looked(UUID chatbotId, String text, Language language) {}

  private <M> Future<M> search(
      Parts parts, Looked looked, PassageIndex.Wanted<M> wanted, M nothing) {
    return parts
        .indexes()
        .use(
            looked.chatbotId(),
            index ->
                index.isEmpty()
                    ? Future.succeededFuture(nothing)
                    : parts
                        .vectors()
                        .of(looked.text())
                        .compose(
                            vector ->
                                parts
                                    .searches()
                                    .run(
                                        () ->
                                            index.search(
                                                question(parts, looked, vector.orElse(null)),
                                                wanted,
                                                nothing))
                                    .onFailure(
                                        cause -> rebuild(parts, index, looked.chatbotId()))));
  }

  private static Question question(Parts parts, Looked looked, @Nullable Vector vector) {
    return new Question(
        parts.analysis().words(looked.text(), looked.language()),
        parts.model().name(),
        vector,
        parts.model().isAtHomeIn(looked.language()));
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
