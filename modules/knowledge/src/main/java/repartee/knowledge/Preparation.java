package repartee.knowledge;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import repartee.contract.AddDocument;
import repartee.contract.ChatbotSettings;
import repartee.contract.DocumentState;
import repartee.contract.Done;
import repartee.contract.FileClaim;
import repartee.contract.FindEmbeddings;
import repartee.contract.HoldFile;
import repartee.contract.PassageMetadata;
import repartee.contract.Problem;
import repartee.contract.Sha256;
import repartee.contract.StoreDocument;
import repartee.contract.TeachPair;
import repartee.contract.TextMark;

/**
 * Documents become passages with vectors: a few passages of each document in turn, so that a short
 * one, perhaps somebody else's, does not wait minutes behind a long one. What the document of that
 * name has had already keeps its vector.
 */
final class Preparation {
  // What asks for their vectors, and what answers, stays well below a megabyte.
  private static final int VECTORS_ASKED_AT_ONCE = 150;

  private static final long TOLD_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Context context;
  private final EventBus bus;
  private final EmbeddingModel model;
  private final Lane lane;
  private final int documentsMax;
  private int documents;

  /** To be asked on {@code context} only; beyond {@code waitingMax} it is busy. */
  Preparation(Context context, EmbeddingModel model, int waitingMax) {
    this.context = context;
    this.bus = context.owner().eventBus();
    this.model = model;
    this.documentsMax = waitingMax + model.documentsAtOnce();
    // Each document has at most one piece of work there, so none that has begun is refused.
    this.lane = new Lane(context, "document", model.documentsAtOnce(), documentsMax);
  }

  /** A passage to be, without its vector. */
  private record Cut(String text, String content, String contentHash, PassageMetadata metadata) {}

  /**
   * Fails with {@code BUSY}, with {@code INVALID} if there are no words, with {@code OTHER_EPOCH}
   * where a claim is no longer good, or as the model does.
   */
  Future<StoreDocument> prepare(AddDocument asked) {
    return bounded(
        () ->
            lane.run(() -> cuts(asked))
                .compose(
                    cuts ->
                        known(asked, cuts, 0, new HashMap<>())
                            .compose(known -> embed(asked, cuts, known))
                            .map(
                                vectors ->
                                    new StoreDocument(
                                        asked.chatbot().id(),
                                        asked.name(),
                                        asked.file() == null ? "api" : "file",
                                        asked.content(),
                                        model.name(),
                                        passages(asked.name(), cuts, vectors),
                                        asked.file(),
                                        null))));
  }

  /** Each way to ask becomes a passage with the vector of the question and the answer's text. */
  Future<StoreDocument> prepare(TeachPair asked) {
    return bounded(() -> lane.run(() -> pair(asked)));
  }

  private Future<StoreDocument> bounded(Supplier<Future<StoreDocument>> work) {
    if (documents >= documentsMax) {
      return Future.failedFuture(Lane.busy());
    }
    documents++;
    return work.get().onComplete(done -> documents--);
  }

  private StoreDocument pair(TeachPair asked) throws Exception {
    List<String> ways =
        Stream.concat(Stream.of(asked.question()), asked.variants().stream()).distinct().toList();
    String content = PassageContent.of(asked.question(), asked.answer());
    List<StoreDocument.NewPassage> passages = new ArrayList<>();
    for (@Nullable Vector vector : model.ofPassages(ways)) {
      int index = passages.size();
      passages.add(
          new StoreDocument.NewPassage(
              asked.question() + "-" + index,
              content,
              PassageMetadata.ofLines(1, 1).answering(ways.get(index)),
              vector == null ? "[]" : vector.text()));
    }
    return new StoreDocument(
        asked.chatbot().id(),
        asked.question(),
        StoreDocument.PAIR,
        asked.answer(),
        model.name(),
        passages,
        null,
        asked.pairId());
  }

  /** What has begun ends after its few passages; blocks until then, or until it takes too long. */
  void close(Duration atMost) throws InterruptedException {
    lane.close(atMost);
  }

  private static List<Cut> cuts(AddDocument asked) {
    ChatbotSettings.TextSplitter splitter = asked.chatbot().settings().documents().textSplitter();
    List<PassageSplitter.Piece> pieces =
        PassageSplitter.split(asked.content(), splitter.chunkSize(), splitter.chunkOverlap());
    if (pieces.isEmpty()) {
      throw new Problem(Problem.Kind.INVALID, "`content` has no words. Please send a text.");
    }
    List<Cut> cuts = new ArrayList<>(pieces.size());
    int mark = -1;
    for (PassageSplitter.Piece piece : pieces) {
      while (mark + 1 < asked.marks().size() && asked.marks().get(mark + 1).at() <= piece.at()) {
        mark++;
      }
      String content = PassageContent.of(asked.name(), piece.text());
      PassageMetadata lines = PassageMetadata.ofLines(piece.fromLine(), piece.toLine());
      cuts.add(
          new Cut(
              piece.text(),
              content,
              Sha256.of(content),
              mark < 0 ? lines : under(lines, asked.marks().get(mark))));
    }
    return cuts;
  }

  private static PassageMetadata under(PassageMetadata lines, TextMark mark) {
    return lines.under(mark.heading(), mark.page());
  }

  private Future<Map<String, String>> known(
      AddDocument asked, List<Cut> cuts, int from, Map<String, String> known) {
    if (from >= cuts.size()) {
      return Future.succeededFuture(known);
    }
    int to = Math.min(cuts.size(), from + VECTORS_ASKED_AT_ONCE);
    return FindEmbeddings.ADDRESS
        .ask(
            bus,
            new FindEmbeddings(
                asked.chatbot().id(),
                asked.name(),
                model.name(),
                cuts.subList(from, to).stream().map(Cut::contentHash).toList()))
        .compose(
            found -> {
              known.putAll(found.byContent());
              return known(asked, cuts, to, known);
            });
  }

  private Future<Map<String, String>> embed(
      AddDocument asked, List<Cut> cuts, Map<String, String> known) {
    Map<String, Cut> unknown = new HashMap<>();
    List<Cut> wanted = new ArrayList<>();
    for (Cut cut : cuts) {
      if (!known.containsKey(cut.contentHash())
          && unknown.putIfAbsent(cut.contentHash(), cut) == null) {
        wanted.add(cut);
      }
    }
    // A chain of futures, one for every few passages, would unwind on the stack.
    Promise<Map<String, String>> all = Promise.promise();
    new Embedding(asked, wanted, known, all).goOn();
    return all.future();
  }

  /** The vectors of one document, as they come. */
  private final class Embedding {
    private final AddDocument asked;
    private final List<Cut> wanted;
    private final Map<String, String> vectors;
    private final Promise<Map<String, String>> all;
    private int done;
    private long toldNanos;

    Embedding(
        AddDocument asked,
        List<Cut> wanted,
        Map<String, String> known,
        Promise<Map<String, String>> all) {
      this.asked = asked;
      this.wanted = wanted;
      this.vectors = known;
      this.all = all;
    }

    /** Goes to the end of the lane for every few passages. */
    void goOn() {
      if (done == wanted.size()) {
        all.complete(vectors);
        return;
      }
      List<Cut> next = wanted.subList(done, Math.min(wanted.size(), done + model.passagesInARow()));
      held()
          .compose(good -> lane.run(() -> vectors(asked.name(), next)))
          .onFailure(all::tryFail)
          .onSuccess(
              found -> {
                for (int i = 0; i < found.size(); i++) {
                  vectors.put(next.get(i).contentHash(), found.get(i));
                }
                done += found.size();
                context.runOnContext(again -> goOn());
              });
    }

    /** Says now and then how far it has come; fails once nobody wants it any more. */
    private Future<Done> held() {
      FileClaim file = asked.file();
      long now = System.nanoTime();
      if (file == null || (done > 0 && now - toldNanos < TOLD_EVERY_NANOS)) {
        return Future.succeededFuture(new Done());
      }
      toldNanos = now;
      double progress = (double) done / wanted.size();
      return HoldFile.ADDRESS
          .ask(bus, new HoldFile(file, DocumentState.EMBEDDING, progress))
          .recover(
              failure ->
                  Problem.of(failure).kind() == Problem.Kind.OTHER_EPOCH
                      ? Future.failedFuture(failure)
                      : Future.succeededFuture(new Done()));
    }
  }

  private List<String> vectors(String name, List<Cut> cuts) throws Exception {
    List<@Nullable Vector> vectors =
        model.ofPassages(cuts.stream().map(cut -> name + "\n\n" + cut.text()).toList());
    return vectors.stream().map(vector -> vector == null ? "[]" : vector.text()).toList();
  }

  private static List<StoreDocument.NewPassage> passages(
      String name, List<Cut> cuts, Map<String, String> vectors) {
    List<StoreDocument.NewPassage> passages = new ArrayList<>(cuts.size());
    for (Cut cut : cuts) {
      passages.add(
          new StoreDocument.NewPassage(
              name + "-" + passages.size(),
              cut.content(),
              cut.metadata(),
              vectors.getOrDefault(cut.contentHash(), "[]")));
    }
    return passages;
  }
}
