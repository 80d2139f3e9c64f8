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
import repartee.contract.Problem;

/** A model that says what a test lets it say, when the test lets it. */
final class HandModel implements Model {
  final List<Prompt> prompts = new CopyOnWriteArrayList<>();
  final List<String> cancelled = new CopyOnWriteArrayList<>();
  private final Vertx vertx;
  private final Map<String, Said> writing = new ConcurrentHashMap<>();

  private record Said(Context context, Draft draft, Promise<Void> over) {}

  HandModel(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public Future<Void> write(Prompt prompt, Draft draft) {
    Promise<Void> over = Promise.promise();
    prompts.add(prompt);
    writing.put(prompt.question(), new Said(vertx.getOrCreateContext(), draft, over));
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
    return on(question, said -> said.draft.add(words));
  }

  /** All is said. */
  Future<Void> end(String question) {
    return on(question, said -> said.over.tryComplete());
  }

  Future<Void> fail(String question, Problem why) {
    return on(question, said -> said.over.tryFail(why));
  }

  private Future<Void> on(String question, Consumer<Said> step) {
    Said said = writing.get(question);
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

  @Nullable Prompt promptOf(String question) {
    return prompts.stream().filter(one -> one.question().equals(question)).findFirst().orElse(null);
  }
}
