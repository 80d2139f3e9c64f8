package repartee.knowledge;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import repartee.contract.AddDocument;
import repartee.contract.ChatbotSettings;
import repartee.contract.PassageMetadata;
import repartee.contract.Problem;
import repartee.contract.StoreDocument;

/**
 * Documents become passages with vectors: a few passages of each document in turn, so that a short
 * one, perhaps somebody else's, does not wait minutes behind a long one.
 */
final class Preparation {
  private final EmbeddingModel model;
  private final Lane lane;
  private final int documentsMax;
  private int documents;

  /** To be asked on {@code context} only; beyond {@code waitingMax} it is busy. */
  Preparation(Context context, EmbeddingModel model, int waitingMax) {
    this.model = model;
    this.documentsMax = waitingMax + model.documentsAtOnce();
    // Each document has at most one piece of work there, so none that has begun is refused.
    this.lane = new Lane(context, "document", model.documentsAtOnce(), documentsMax);
  }

  /** Fails with {@code BUSY}, with {@code INVALID} if there are no words, or as the model does. */
  Future<StoreDocument> prepare(AddDocument asked) {
    if (documents >= documentsMax) {
      return Future.failedFuture(
          new Problem(Problem.Kind.BUSY, "The server is busy. Please try again in a moment."));
    }
    documents++;
    return lane.run(() -> pieces(asked))
        .compose(pieces -> embed(asked.name(), pieces))
        .map(
            passages ->
                new StoreDocument(
                    asked.chatbot().id(),
                    asked.name(),
                    "api",
                    asked.content(),
                    model.name(),
                    passages))
        .onComplete(done -> documents--);
  }

  /** What has begun ends after its few passages; blocks until then, or until it takes too long. */
  void close(Duration atMost) throws InterruptedException {
    lane.close(atMost);
  }

  private static List<PassageSplitter.Piece> pieces(AddDocument asked) {
    ChatbotSettings.TextSplitter splitter = asked.chatbot().settings().documents().textSplitter();
    List<PassageSplitter.Piece> pieces =
        PassageSplitter.split(asked.content(), splitter.chunkSize(), splitter.chunkOverlap());
    if (pieces.isEmpty()) {
      throw new Problem(Problem.Kind.INVALID, "`content` has no words. Please send a text.");
    }
    return pieces;
  }

  private Future<List<StoreDocument.NewPassage>> embed(
      String name, List<PassageSplitter.Piece> pieces) {
    // A chain of futures, one for every few passages, would unwind on the stack.
    Promise<List<StoreDocument.NewPassage>> all = Promise.promise();
    embed(name, pieces, new ArrayList<>(pieces.size()), all);
    return all.future();
  }

  /** Goes to the end of the lane for every few passages. */
  private void embed(
      String name,
      List<PassageSplitter.Piece> pieces,
      List<StoreDocument.NewPassage> done,
      Promise<List<StoreDocument.NewPassage>> all) {
    int from = done.size();
    if (from == pieces.size()) {
      all.complete(done);
      return;
    }
    int to = Math.min(pieces.size(), from + model.passagesInARow());
    lane.run(() -> embed(name, pieces.subList(from, to), from))
        .onFailure(all::fail)
        .onSuccess(
            passages -> {
              done.addAll(passages);
              embed(name, pieces, done, all);
            });
  }

  private List<StoreDocument.NewPassage> embed(
      String name, List<PassageSplitter.Piece> pieces, int first) throws Exception {
    List<@Nullable Vector> vectors =
        model.ofPassages(pieces.stream().map(piece -> name + "\n\n" + piece.text()).toList());
    List<StoreDocument.NewPassage> passages = new ArrayList<>(pieces.size());
    for (int i = 0; i < pieces.size(); i++) {
      PassageSplitter.Piece piece = pieces.get(i);
      Vector vector = vectors.get(i);
      passages.add(
          new StoreDocument.NewPassage(
              name + "-" + (first + i),
              PassageContent.of(name, piece.text()),
              PassageMetadata.ofLines(piece.fromLine(), piece.toLine()),
              vector == null ? "[]" : vector.text()));
    }
    return passages;
  }
}
