package repartee.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import repartee.contract.BusCodec;
import repartee.contract.FindRevisions;
import repartee.contract.LogGrew;
import repartee.contract.Problem;
import repartee.contract.Revisions;

/** Waits for what happens in conversations. */
final class LogWatchTest {
  private static final int NEVER_MS = 600_000;
  private static final int SOON_MS = 20;

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final List<FindRevisions> looks = new CopyOnWriteArrayList<>();
  private final Map<UUID, Integer> revisions = new ConcurrentHashMap<>();
  private final UUID conversation = UUID.randomUUID();
  private final LogWatch watch = new LogWatch(vertx, "node", House.configuration());

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private void watching(int lookAgainMs) {
    BusCodec.install(vertx.eventBus());
    FindRevisions.ADDRESS
        .serve(
            vertx.eventBus(),
            find -> {
              looks.add(find);
              return Future.succeededFuture(
                  new Revisions(
                      find.conversationUids().stream()
                          .map(uid -> new LogGrew(uid, revisions.getOrDefault(uid, 1)))
                          .toList()));
            })
        .await();
    there(() -> watch.watch(lookAgainMs)).await();
  }

  /** All of a watch happens on one event loop. */
  private <T> T there(Supplier<T> does) {
    Promise<T> done = Promise.promise();
    loop.runOnContext(run -> done.complete(does.get()));
    return done.future().await();
  }

  private Future<Void> await(UUID uid, int seen, BooleanSupplier over) {
    return there(() -> watch.await(uid, seen, over));
  }

  private Future<Void> await(UUID uid, int seen) {
    return await(uid, seen, () -> false);
  }

  private void grew(UUID uid, int to) {
    LogGrew.EVENT.publish(vertx.eventBus(), new LogGrew(uid, to));
  }

  @Test
  void anEventWakesWhoHasSeenLess() {
    watching(NEVER_MS);
    Future<Void> three = await(conversation, 3);
    Future<Void> five = await(conversation, 5);

    grew(conversation, 4);
    three.await();
    assertThat(five.isComplete()).isFalse();
    grew(UUID.randomUUID(), 9);
    grew(conversation, LogGrew.GONE);

    five.await();
    assertThat(there(watch::waiting)).isZero();
    assertThat(looks).isEmpty();
  }

  @Test
  void whatHappensBetweenLookingAndWaitingIsNotMissed() {
    watching(NEVER_MS);
    Future<Void> heard = await(conversation, 3);
    grew(conversation, 4);
    heard.await();

    assertThat(await(conversation, 3).isComplete()).isTrue();
    assertThat(await(conversation, 4).isComplete()).isFalse();
  }

  @Test
  void whereEventsAreLostOneQuestionAsksForAll() {
    watching(SOON_MS);
    List<Future<Void>> waits = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      waits.add(await(conversation, 1));
      waits.add(await(UUID.randomUUID(), 0));
    }

    revisions.put(conversation, 2);
    Future.all(waits).await();

    assertThat(looks.getFirst().conversationUids()).hasSizeLessThanOrEqualTo(51);
    assertThat(looks)
        .allSatisfy(look -> assertThat(look.conversationUids()).doesNotHaveDuplicates());
  }

  @Test
  void aWaitThatIsOverIsForgotten() {
    watching(SOON_MS);
    AtomicBoolean over = new AtomicBoolean();
    Future<Void> wait = await(conversation, 1, over::get);
    Poll.until(() -> !looks.isEmpty());

    over.set(true);

    wait.await();
    assertThat(there(watch::waiting)).isZero();
  }

  @Test
  void waitsHaveABound() {
    watching(NEVER_MS);
    for (int i = 0; i < House.configuration().waitsMax(); i++) {
      assertThat(there(() -> watch.await(UUID.randomUUID(), 1, () -> false)).isComplete())
          .isFalse();
    }

    Future<Void> oneMore = await(conversation, 1);

    assertThatThrownBy(oneMore::await)
        .isInstanceOfSatisfying(
            Problem.class, busy -> assertThat(busy.kind()).isEqualTo(Problem.Kind.BUSY));
  }

  @Test
  void manyConversationsAreAskedForInParts() {
    watching(SOON_MS);
    there(
        () -> {
          for (int i = 0; i < House.configuration().waitsMax(); i++) {
            var _ = watch.await(UUID.randomUUID(), 1, () -> false);
          }
          return true;
        });

    Poll.until(() -> looks.stream().anyMatch(look -> look.conversationUids().size() == 1000));
    assertThat(looks)
        .allSatisfy(look -> assertThat(look.conversationUids()).hasSizeBetween(1, 1000));
  }
}
