package repartee.knowledge;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;
import repartee.contract.Done;

/** An index in use: by how many, since when, and who waits for it to catch up. */
final class OpenIndex {
  private final Lane lane;
  private final Future<ChatbotIndex> opened;
  private int users;
  private long usedAt = System.nanoTime();
  private @Nullable Future<Done> running;
  private @Nullable Future<Done> next;

  OpenIndex(Lane lane, Future<ChatbotIndex> opened) {
    this.lane = lane;
    this.opened = opened;
  }

  Future<ChatbotIndex> opened() {
    return opened;
  }

  void begin() {
    users++;
    usedAt = System.nanoTime();
  }

  void end() {
    users--;
    usedAt = System.nanoTime();
  }

  boolean isUsed() {
    return users > 0;
  }

  long idleNanos() {
    return System.nanoTime() - usedAt;
  }

  /** One at a time, and whoever asks while one runs shares the one that begins after it. */
  Future<Done> catchUp() {
    Future<Done> before = running;
    if (before == null) {
      return start();
    }
    Future<Done> waiting = next;
    if (waiting == null) {
      waiting =
          before.transform(
              whatever -> {
                next = null;
                return start();
              });
      next = waiting;
    }
    return waiting;
  }

  private Future<Done> start() {
    begin();
    Future<Done> started =
        opened.compose(
            index ->
                lane.run(
                    () -> {
                      index.catchUp();
                      return new Done();
                    }));
    running = started;
    return started.onComplete(
        whatever -> {
          end();
          running = null;
        });
  }
}
