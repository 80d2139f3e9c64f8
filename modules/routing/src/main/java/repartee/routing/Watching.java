package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import repartee.contract.Watched;

/**
 * Who of an account's people looks at which conversation, as one door has heard of it: from all
 * nodes, by events, and for some seconds after the last.
 */
final class Watching {
  private static final long GONE_AFTER_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long SWEPT_EVERY_MS = 1000;
  private static final int CONVERSATIONS_MAX = 10_000;
  private static final int WATCHERS_MAX = 50;

  private final Vertx vertx;
  private final Channels channels;
  // The last touched is the last to be forgotten.
  private final Map<UUID, Map<String, Seen>> watchers = new LinkedHashMap<>();

  /** Somebody who looks, or writes. */
  record Watcher(String id, String name, boolean typing) {}

  private record Seen(Watcher watcher, long atNanos) {}

  Watching(Vertx vertx, Channels channels) {
    this.vertx = vertx;
    this.channels = channels;
  }

  /** Hears of all, as long as the calling verticle runs. */
  Future<Void> watch() {
    vertx.setPeriodic(SWEPT_EVERY_MS, tick -> sweep());
    return Watched.EVENT.watch(vertx.eventBus(), this::heard);
  }

  /** Says it to all nodes; the result is who looks there by now. */
  List<Watcher> say(Watched watched) {
    heard(watched);
    Watched.EVENT.publish(vertx.eventBus(), watched);
    return watchers.getOrDefault(watched.conversationUid(), Map.of()).values().stream()
        .map(Seen::watcher)
        .toList();
  }

  private void heard(Watched watched) {
    Watcher watcher = new Watcher(watched.watcherId(), watched.name(), watched.typing());
    Map<String, Seen> here = watchers.remove(watched.conversationUid());
    if (here == null) {
      here = new LinkedHashMap<>();
    }
    watchers.put(watched.conversationUid(), here);
    if (here.size() < WATCHERS_MAX || here.containsKey(watcher.id())) {
      Seen before = here.put(watcher.id(), new Seen(watcher, System.nanoTime()));
      boolean typed = before != null && before.watcher().typing();
      if (typed != watcher.typing()) {
        channels.typing(watched.conversationUid(), watcher.typing() ? watcher.name() : null);
      }
    }
    if (watchers.size() > CONVERSATIONS_MAX) {
      Iterator<UUID> oldest = watchers.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private void sweep() {
    long now = System.nanoTime();
    List<UUID> quiet = new ArrayList<>();
    watchers
        .entrySet()
        .removeIf(
            here -> {
              here.getValue()
                  .values()
                  .removeIf(
                      seen -> {
                        boolean gone = now - seen.atNanos() > GONE_AFTER_NANOS;
                        if (gone && seen.watcher().typing()) {
                          quiet.add(here.getKey());
                        }
                        return gone;
                      });
              return here.getValue().isEmpty();
            });
    quiet.forEach(conversation -> channels.typing(conversation, null));
  }
}
