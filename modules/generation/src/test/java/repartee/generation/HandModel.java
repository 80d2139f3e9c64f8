package repartee.generation;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A model that says what a test lets it say, when the test lets it. */
final class HandModel implements Model {
  final List<Prompt> prompts = new CopyOnWriteArrayList<>();
  final List<String> cancelled = new CopyOnWriteArrayList<>();
  private final Vertx vertx;
  private final Map<String, List<Said>> writing = new ConcurrentHashMap<>();

  private record Said(Context context, Draft draft, Promise<Void> over) {}

  HandModel(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public Future<Void> write(Prompt prompt, Draft draft) {
    Promise<Void> over = Promise.promise();
    prompts.add(prompt);
    writing
        .computeIfAbsent(prompt.question(), first -> new CopyOnWriteArrayList<>())
        .add(new Said(vertx.getOrCreateContext(), draft, over));
    draft.whenStopped(
        () -> {
          if (over.tryComplete()) {
            cancelled.add(prompt.question());
          }
        });
    return over.future();
  }

  boolean knows(String question) {
    return writing.containsKey(question);
  }

  /** The next words of the answer to this question, late ones too. */
  Future<Void> say(String question, String words) {
    return on(last(question), said -> said.draft.add(words));
  }

  /** The next words of the first answer to this question, where it was begun anew. */
  Future<Void> sayAtFirst(String question, String words) {
    return on(writing.getOrDefault(question, List.of()).getFirst(), said -> said.draft.add(words));
  }

  /** More words of all answers to questions that begin so, those that are over included. */
  Future<Void> sayToAll(String prefix, String words) {
    return onAll(prefix, said -> said.draft.add(words));
  }

  Future<Void> endAll(String prefix) {
    return onAll(prefix, said -> said.over.tryComplete());
  }

  private Future<Void> onAll(String prefix, Consumer<Said> step) {
    List<Future<Void>> steps =
        writing.entrySet().stream()
            .filter(one -> one.getKey().startsWith(prefix))
            .flatMap(one -> one.getValue().stream())
            .map(said -> on(said, step))
            .toList();
    return Future.join(steps).mapEmpty();
  }

  /** All is said. */
  Future<Void> end(String question) {
    return on(last(question), said -> said.over.tryComplete());
  }

  private @Nullable Said last(String question) {
    List<Said> all = writing.get(question);
    return all == null ? null : all.getLast();
  }

  private static Future<Void> on(@Nullable Said said, Consumer<Said> step) {
    if (said == null) {
      return Future.succeededFuture();
    }
    Promise<Void> done = Promise.promise();
    said.context.runOnContext(
        now -> {
          step.accept(said);
          done.complete();
        });
    return done.future();
  }
}
