package repartee.knowledge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.Done;

/** The indexes that this node has open: all state belongs to the verticle's event loop. */
final class OpenIndexes {
  private static final Logger log = LoggerFactory.getLogger(OpenIndexes.class);
  private static final int WAITING_MAX = 1_000;
  private static final int THREADS = 2;
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  private final Vertx vertx;
  private final KnowledgeConfiguration configuration;
  private final WordAnalysis analysis;
  private final Lane lane;
  // In the order of use: the first has waited longest.
  private final Map<UUID, OpenIndex> open = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<UUID, Future<Done>> closing = new HashMap<>();
  private final List<Long> timers = new ArrayList<>();

  OpenIndexes(Vertx vertx, KnowledgeConfiguration configuration, WordAnalysis analysis) {
    this.vertx = vertx;
    this.configuration = configuration;
    this.analysis = analysis;
    this.lane = new Lane(vertx.getOrCreateContext(), "index", THREADS, WAITING_MAX);
    timers.add(
        vertx.setPeriodic(Math.max(1, configuration.indexIdleMs() / 4), tick -> closeIdle()));
    // An event may be lost, so whoever waits for events looks by itself now and then.
    timers.add(vertx.setPeriodic(LOOK_AGAIN.toMillis(), tick -> lookAgain()));
  }

  /** Opens the index if need be; it stays open until the work is done. */
  <T> Future<T> use(UUID chatbotId, Function<ChatbotIndex, Future<T>> work) {
    OpenIndex index = opened(chatbotId);
    index.begin();
    return index
        .opened()
        .compose(work)
        .onComplete(
            whatever -> {
              index.end();
              closeSurplus();
            });
  }

  /** What storage has when this is asked can be found when it is answered. */
  Future<Done> catchUp(UUID chatbotId) {
    OpenIndex index = open.get(chatbotId);
    if (index == null) {
      return use(chatbotId, justOpened -> Future.succeededFuture(new Done()));
    }
    // While it opens, it may have read already past what is asked for.
    return index.catchUp();
  }

  /** Catches up where the index is open; one that is not will do so when it is opened. */
  Future<Done> catchUpIfOpen(UUID chatbotId, long revision) {
    OpenIndex index = open.get(chatbotId);
    if (index == null) {
      return Future.succeededFuture(new Done());
    }
    return index
        .opened()
        .compose(
            current ->
                current.revision() >= revision
                    ? Future.succeededFuture(new Done())
                    : index.catchUp());
  }

  /** Removes what lies here of a chatbot that is gone. */
  Future<Done> forgetIfGone(UUID chatbotId) {
    if (open.containsKey(chatbotId)) {
      return catchUp(chatbotId);
    }
    return lane.run(() -> Files.isDirectory(folder(chatbotId)))
        .compose(there -> there ? catchUp(chatbotId) : Future.succeededFuture(new Done()));
  }

  /** How many are open, or are being opened. */
  int size() {
    return open.size();
  }

  /** Ends when all indexes are closed. */
  Future<Void> close() {
    timers.forEach(vertx::cancelTimer);
    List.copyOf(open.keySet()).forEach(this::close);
    return Future.join(List.copyOf(closing.values()))
        .transform(
            whatever ->
                vertx.executeBlocking(
                    () -> {
                      lane.close(Duration.ofSeconds(10));
                      return null;
                    }));
  }

  private OpenIndex opened(UUID chatbotId) {
    OpenIndex index = open.get(chatbotId);
    if (index != null) {
      return index;
    }
    Future<Done> before =
        closing.getOrDefault(chatbotId, Future.succeededFuture(new Done())).otherwise(new Done());
    Path folder = folder(chatbotId);
    OpenIndex opening =
        new OpenIndex(
            lane,
            before.compose(
                closed ->
                    lane.run(
                        () -> ChatbotIndex.open(chatbotId, folder, vertx.eventBus(), analysis))));
    open.put(chatbotId, opening);
    opening.opened().onFailure(cause -> open.remove(chatbotId, opening));
    return opening;
  }

  private Path folder(UUID chatbotId) {
    return configuration.folder().resolve(chatbotId.toString());
  }

  private void lookAgain() {
    for (UUID chatbotId : List.copyOf(open.keySet())) {
      catchUp(chatbotId)
          .onFailure(cause -> log.warn("an index lags behind chatbot={}", chatbotId, cause));
    }
  }

  private void closeIdle() {
    long idle = TimeUnit.MILLISECONDS.toNanos(configuration.indexIdleMs());
    open.entrySet().stream()
        .filter(entry -> !entry.getValue().isUsed() && entry.getValue().idleNanos() >= idle)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::close);
  }

  private void closeSurplus() {
    int surplus = open.size() - configuration.indexesOpenMax();
    if (surplus <= 0) {
      return;
    }
    open.entrySet().stream()
        .filter(entry -> !entry.getValue().isUsed())
        .limit(surplus)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::close);
  }

  private void close(UUID chatbotId) {
    OpenIndex index = open.remove(chatbotId);
    if (index == null) {
      return;
    }
    // Not in the lane: what closes must never be refused for want of a place.
    Future<Done> closed =
        index
            .opened()
            .compose(
                current ->
                    vertx.executeBlocking(
                        () -> {
                          current.close();
                          return new Done();
                        },
                        false));
    closing.put(chatbotId, closed);
    closed
        .onFailure(cause -> log.warn("an index did not close well chatbot={}", chatbotId, cause))
        .onComplete(whatever -> closing.remove(chatbotId, closed));
  }
}
