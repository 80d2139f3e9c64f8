package repartee.routing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What was asked of another module a moment ago, for all of this node's doors. */
final class Remembered<K, V> {
  private static final int ENTRIES_MAX = 10_000;

  private final Cache<K, V> cache;
  private final AtomicLong forgettings = new AtomicLong();

  Remembered(int forMs) {
    cache =
        Caffeine.newBuilder()
            .maximumSize(ENTRIES_MAX)
            .expireAfterWrite(Duration.ofMillis(forMs))
            .build();
  }

  Future<V> get(K key, Supplier<Future<V>> asking) {
    V known = cache.getIfPresent(key);
    if (known != null) {
      return Future.succeededFuture(known);
    }
    long before = forgettings.get();
    return asking
        .get()
        .onSuccess(
            found -> {
              // What was asked before a change and came after it may be what was before it.
              if (forgettings.get() == before) {
                cache.put(key, found);
              }
            });
  }

  void forgetIf(Predicate<V> changed) {
    forgettings.incrementAndGet();
    cache.asMap().values().removeIf(changed);
  }
}
