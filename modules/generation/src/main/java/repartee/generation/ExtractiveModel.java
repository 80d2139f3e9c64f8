package repartee.generation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import java.util.Properties;
import repartee.contract.Language;

/**
 * Needs neither key nor network: the best sentences of the passages, each with its citation, or an
 * honest "I don't know" in the person's language.
 */
final class ExtractiveModel implements Model {
  private static final Properties DONT_KNOW = FunctionWords.table("dont-know.properties");

  private final WorkerExecutor workers;

  ExtractiveModel(Vertx vertx) {
    // At most as many wait here as answers may be written at once.
    this.workers =
        vertx.createSharedWorkerExecutor(
            "repartee-extractive", Runtime.getRuntime().availableProcessors());
  }

  static String dontKnow(Language language) {
    return DONT_KNOW.getProperty(language.code());
  }

  @Override
  public Future<Void> write(Prompt prompt, Draft draft) {
    if (prompt.passages().isEmpty()) {
      draft.add(dontKnow(prompt.language()));
      return Future.succeededFuture();
    }
    return workers
        .executeBlocking(() -> Extract.of(prompt), false)
        .map(
            pieces -> {
              List<String> said = pieces.isEmpty() ? List.of(dontKnow(prompt.language())) : pieces;
              said.forEach(draft::add);
              return null;
            });
  }
}
