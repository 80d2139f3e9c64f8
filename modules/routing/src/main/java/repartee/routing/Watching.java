package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import repartee.contract.Watched;

/**
 * Who of an account's people looks at which conversation, as one door has heard of it: from all
 * nodes, by events, and for some seconds after the last.
 */
final class Watching {
  private static final long GONE_AFTER_NANOS = TimeUnit.SECONDS.toNanos(10);
  // Whoever shows that a person writes forgets it after ten seconds.
  private static final long TOLD_AGAIN_AFTER_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long SWEPT_EVERY_MS = 1000;
  private static final int CONVERSATIONS_MAX = 10_000;
  private static final int WATCHERS_MAX = 50;

  private final Vertx vertx;
  private final Channels channels;
  // The last touched is the last to be forgotten.
  private final Map<UUID, Watchers> watchers = new LinkedHashMap<>();

  /** Somebody who looks, or writes. */
  record Watcher(String id, String name, boolean typing) {}

  private record Seen(Watcher watcher, long atNanos) {}

  /** Those of one conversation, in the order in which they came. */
  private static final class Watchers {
    final Map<String, Seen> seen = new LinkedHashMap<>();
    // Who was told to write there, and when.
    @Nullable String told;
    long toldAtNanos;

    /** Who writes; of several the one who came first; null if nobody does. */
    @Nullable String writer() {
      return all().stream().filter(Watcher::typing).map(Watcher::name).findFirst().orElse(null);
    }

    List<Watcher> all() {
      return seen.values().stream().map(Seen::watcher).toList();
    }
  }

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
    Watchers here = heard(watched);
    Watched.EVENT.publish(vertx.eventBus(), watched);
    return here.all();
  }

  private Watchers heard(Watched watched) {
    UUID conversation = watched.conversationUid();
    Watcher watcher = new Watcher(watched.watcherId(), watched.name(), watched.typing());
    Watchers before = watchers.remove(conversation);
    Watchers here = before == null ? new Watchers() : before;
    watchers.put(conversation, here);
    if (here.seen.size() < WATCHERS_MAX || here.seen.containsKey(watcher.id())) {
      here.seen.put(watcher.id(), new Seen(watcher, System.nanoTime()));
      tell(conversation, here);
    }
    if (watchers.size() > CONVERSATIONS_MAX) {
      Iterator<UUID> oldest = watchers.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    return here;
  }

  /** Again and again, as long as it is so: word may be lost, and some come later. */
  private void tell(UUID conversation, Watchers here) {
    String writer = here.writer();
    long now = System.nanoTime();
    boolean again = writer != null && now - here.toldAtNanos > TOLD_AGAIN_AFTER_NANOS;
    if (again || !Objects.equals(here.told, writer)) {
      here.told = writer;
      here.toldAtNanos = now;
      channels.typing(conversation, writer);
    }
  }

  private void sweep() {
    long now = System.nanoTime();
    watchers
        .entrySet()
        .removeIf(
            entry -> {
              Watchers here = entry.getValue();
              if (here.seen.values().removeIf(seen -> now - seen.atNanos() > GONE_AFTER_NANOS)) {
                tell(entry.getKey(), here);
              }
              return here.seen.isEmpty();
            });
  }
}
