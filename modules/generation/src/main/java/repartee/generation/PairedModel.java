package repartee.generation;

import io.vertx.core.Future;

/** Says what people have answered themselves, word for word; all else the model writes. */
final class PairedModel implements Model {
  private final Model model;

  PairedModel(Model model) {
    this.model = model;
  }

  @Override
  public Future<Void> write(Prompt prompt, Draft draft) {
    if (!prompt.answered()) {
      return model.write(prompt, draft);
    }
    draft.add(prompt.passages().getFirst().content());
    return Future.succeededFuture();
  }
}
