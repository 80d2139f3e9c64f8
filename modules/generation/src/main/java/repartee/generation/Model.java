package repartee.generation;

import io.vertx.core.Future;

/** What writes an answer. */
interface Model {
  /**
   * Writes into the draft, on the event loop of the caller, until the text is whole. Fails with a
   * {@link repartee.contract.Problem} where the model does; ends early, and well, once the draft is
   * stopped.
   */
  Future<Void> write(Prompt prompt, Draft draft);
}
