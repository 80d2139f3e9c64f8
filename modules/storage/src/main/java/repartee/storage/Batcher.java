package repartee.storage;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import repartee.contract.Problem;

/**
 * Lets what arrives together travel together: one statement and one commit for many, as group
 * commit does. Who comes alone leaves at once; who comes while a batch is under way waits for the
 * next. One at a time: two would be half as large, cost a fifth to two fifths more of the
 * database's processor for each message, and wait for each other at the account's counter all the
 * same.
 *
 * <p>Those that touch the same thing ({@code touches}) never travel in one batch, and keep their
 * order. All runs on one event loop.
 */
final class Batcher<Q, A> {
  private static final int TRIES_TOGETHER = 2;
  private static final int TRIES_MAX = 8;

  private final int batchMax;
  private final int waitingMax;
  private final Function<Q, Set<Object>> touches;
  private final Function<List<Q>, Future<Map<Integer, Future<A>>>> send;
  private final Deque<Rider<Q, A>> waiting = new ArrayDeque<>();
  private boolean underWay;

  /**
   * {@code send} answers by the place in its list; who has no answer there was overtaken by another
   * and travels again.
   */
  Batcher(
      int batchMax,
      int waitingMax,
      Function<Q, Set<Object>> touches,
      Function<List<Q>, Future<Map<Integer, Future<A>>>> send) {
    this.batchMax = batchMax;
    this.waitingMax = waitingMax;
    this.touches = touches;
    this.send = send;
  }

  Future<A> add(Q asked) {
    if (waiting.size() >= waitingMax) {
      return Future.failedFuture(busy());
    }
    Promise<A> answer = Promise.promise();
    waiting.addLast(new Rider<>(asked, touches.apply(asked), answer, 0));
    depart();
    return answer.future();
  }

  /** How many wait; read by others than the event loop, so it may be a moment old. */
  int waiting() {
    return waiting.size();
  }

  private void depart() {
    List<Rider<Q, A>> batch = underWay ? List.of() : board();
    if (batch.isEmpty()) {
      return;
    }
    underWay = true;
    send.apply(batch.stream().map(Rider::asked).toList())
        .onComplete(
            sent -> {
              underWay = false;
              if (sent.succeeded()) {
                arrive(batch, sent.result());
              } else {
                fail(batch, sent.cause());
              }
              depart();
            });
  }

  private List<Rider<Q, A>> board() {
    List<Rider<Q, A>> batch = new ArrayList<>();
    Set<Object> taken = new HashSet<>();
    Iterator<Rider<Q, A>> riders = waiting.iterator();
    while (riders.hasNext() && batch.size() < batchMax) {
      Rider<Q, A> rider = riders.next();
      boolean free = rider.touches.stream().noneMatch(taken::contains);
      // Also what is passed over: who comes behind it must not overtake it.
      taken.addAll(rider.touches);
      if (free && (!rider.alone() || batch.isEmpty())) {
        batch.add(rider);
        riders.remove();
        if (rider.alone()) {
          break;
        }
      }
    }
    return batch;
  }

  private void arrive(List<Rider<Q, A>> batch, Map<Integer, Future<A>> answers) {
    List<Rider<Q, A>> again = new ArrayList<>();
    for (int place = 0; place < batch.size(); place++) {
      Future<A> answer = answers.get(place);
      if (answer == null) {
        again.add(batch.get(place));
      } else {
        answer.onComplete(batch.get(place).answer);
      }
    }
    again(again);
  }

  private void fail(List<Rider<Q, A>> batch, Throwable cause) {
    if (Failures.isAway(cause)) {
      batch.forEach(rider -> rider.answer.fail(cause));
    } else if (Failures.isPassing(cause)) {
      again(batch);
    } else if (batch.size() > 1) {
      // One of them is not to PostgreSQL's taste: the others must not suffer.
      batch.reversed().forEach(rider -> waiting.addFirst(rider.on(TRIES_TOGETHER)));
    } else {
      batch.forEach(rider -> rider.answer.fail(cause));
    }
  }

  private void again(List<Rider<Q, A>> batch) {
    for (Rider<Q, A> rider : batch.reversed()) {
      if (rider.tries + 1 < TRIES_MAX) {
        waiting.addFirst(rider.on(rider.tries + 1));
      } else {
        rider.answer.fail(busy());
      }
    }
  }

  private static Problem busy() {
    return new Problem(Problem.Kind.BUSY, "Too much is being said at once. Please try again soon.");
  }

  private record Rider<Q, A>(Q asked, Set<Object> touches, Promise<A> answer, int tries) {
    boolean alone() {
      return tries >= TRIES_TOGETHER;
    }

    Rider<Q, A> on(int tries) {
      return new Rider<>(asked, touches, answer, tries);
    }
  }
}
