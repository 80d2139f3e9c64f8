package repartee.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A closed loop: each asker takes the next turn as soon as its last one is over. It finds the most
 * that a system can do; times under such a load say little, since a slow system is asked less.
 */
final class ClosedLoop {

  /** Somebody who takes turns; called on the loop's thread. */
  @FunctionalInterface
  interface Asker {
    Future<?> turn();
  }

  private final Context loop;

  ClosedLoop(Context loop) {
    this.loop = loop;
  }

  /** All askers at once, each until there are no more turns to take; waits for the last one. */
  Tally run(List<? extends Asker> askers, BooleanSupplier more) {
    Tally tally = new Tally();
    List<Future<Object>> askings =
        askers.stream()
            .map(
                asker -> {
                  Promise<Object> over = Promise.promise();
                  loop.runOnContext(begun -> ask(asker, more, tally, over));
                  return over.future();
                })
            .toList();
    Tally.await(Future.all(askings));
    return tally;
  }

  private static void ask(Asker asker, BooleanSupplier more, Tally tally, Promise<Object> over) {
    if (tally.failed() >= Tally.FAILED_MAX || !more.getAsBoolean()) {
      over.complete();
      return;
    }
    long beginNs = System.nanoTime();
    asker
        .turn()
        .onComplete(
            turn -> {
              tally.count(beginNs, turn.cause());
              ask(asker, more, tally, over);
            });
  }
}
