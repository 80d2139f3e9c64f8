package repartee.routing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.eventbus.EventBus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import repartee.contract.Caller;
import repartee.contract.FindUsage;
import repartee.contract.Problem;
import repartee.contract.Usage;
import repartee.routing.RoutingConfiguration.Plan;

/**
 * How much an account may ask: questions a minute on this node, questions a month on all; and how
 * often those may come who have no key.
 */
final class Limits {
  private static final int USAGE_KNOWN_MS = 1000;
  private static final int ACCOUNTS_MAX = 100_000;
  private static final int KEYS_MAX = 100_000;
  private static final int ADDRESSES_MAX = 100_000;

  private final EventBus bus;
  private final Map<String, Plan> plans;
  private final Remembered<UUID, Usage> usages = new Remembered<>(USAGE_KNOWN_MS);
  // A bucket that nobody has drawn from for a minute is full: it can be forgotten.
  private final Cache<BucketKey, Bucket> buckets =
      Caffeine.newBuilder()
          .maximumSize(ACCOUNTS_MAX)
          .expireAfterAccess(Duration.ofMinutes(2))
          .build();

  // A client that hears nothing sends again within minutes.
  private final Cache<CountedKey, Boolean> counted =
      Caffeine.newBuilder().maximumSize(KEYS_MAX).expireAfterWrite(Duration.ofMinutes(10)).build();

  // What nobody answers for who has no key: there may be any number of addresses.
  private final Cache<BucketKey, Bucket> strangers =
      Caffeine.newBuilder()
          .maximumSize(ADDRESSES_MAX)
          .expireAfterAccess(Duration.ofMinutes(2))
          .build();

  private record BucketKey(Object who, int perMinute) {}

  private record Stranger(String wants, String household) {}

  private record CountedKey(UUID chatbotId, String messageKey) {}

  Limits(EventBus bus, RoutingConfiguration configuration) {
    this.bus = bus;
    this.plans = configuration.plans();
  }

  /**
   * Counts a question and puts {@code RateLimit-*} into the headers; one that was counted lately
   * under the same key is not counted again. Fails with {@code TOO_FAST} or {@code QUOTA_USED_UP}.
   */
  Future<Void> admit(Caller caller, UUID chatbotId, @Nullable String messageKey, MultiMap headers) {
    Plan plan = plans.get(caller.plan());
    if (plan == null || isCounted(chatbotId, messageKey)) {
      return Future.succeededFuture();
    }
    Future<Void> month =
        plan.turnsPerMonth() > 0
            ? checkMonth(caller.accountId(), plan.turnsPerMonth(), headers)
            : Future.succeededFuture();
    return month.map(
        allowed -> {
          // The same question may have come again while the month was asked for.
          if (plan.turnsPerMinute() > 0 && !isCounted(chatbotId, messageKey)) {
            draw(caller.accountId(), plan.turnsPerMinute(), headers);
          }
          if (messageKey != null) {
            counted.put(new CountedKey(chatbotId, messageKey), true);
          }
          return null;
        });
  }

  private boolean isCounted(UUID chatbotId, @Nullable String messageKey) {
    return messageKey != null
        && counted.getIfPresent(new CountedKey(chatbotId, messageKey)) != null;
  }

  /** Counts a new visitor. Fails with {@code TOO_FAST}. */
  void admitVisitor(String address, int perMinute, MultiMap headers) throws Problem {
    Stranger stranger = new Stranger("to visit", Networks.household(address));
    draw(
        strangers.get(new BucketKey(stranger, perMinute), Limits::bucket),
        perMinute,
        "An address may have " + perMinute + " new visitors a minute. Please come again later.",
        headers);
  }

  /** Counts an attempt to sign in. Fails with {@code TOO_FAST}. */
  void admitLogin(String address, int perMinute, MultiMap headers) throws Problem {
    Stranger stranger = new Stranger("to sign in", Networks.household(address));
    draw(
        strangers.get(new BucketKey(stranger, perMinute), Limits::bucket),
        perMinute,
        "An address may try to sign in " + perMinute + " times a minute. Please try again later.",
        headers);
  }

  private void draw(UUID accountId, int turnsPerMinute, MultiMap headers) throws Problem {
    draw(
        buckets.get(new BucketKey(accountId, turnsPerMinute), Limits::bucket),
        turnsPerMinute,
        "The plan allows " + turnsPerMinute + " questions a minute. Please ask more slowly.",
        headers);
  }

  private static void draw(Bucket bucket, int perMinute, String refusal, MultiMap headers)
      throws Problem {
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    long reset = seconds(probe.getNanosToWaitForReset());
    tell(headers, perMinute, probe.getRemainingTokens(), reset);
    if (!probe.isConsumed()) {
      throw new Problem(
          Problem.Kind.TOO_FAST,
          refusal,
          (int) Math.max(1, seconds(probe.getNanosToWaitForRefill())));
    }
  }

  private static Bucket bucket(BucketKey key) {
    return Bucket.builder()
        .addLimit(
            limit ->
                limit
                    .capacity(key.perMinute())
                    .refillGreedy(key.perMinute(), Duration.ofMinutes(1)))
        .build();
  }

  private Future<Void> checkMonth(UUID accountId, long turnsPerMonth, MultiMap headers) {
    return usages
        .get(accountId, () -> FindUsage.ADDRESS.ask(bus, new FindUsage(accountId)))
        .compose(
            usage -> {
              if (usage.turns() < turnsPerMonth) {
                return Future.succeededFuture();
              }
              long reset = Math.max(1, Duration.between(Instant.now(), usage.until()).toSeconds());
              tell(headers, turnsPerMonth, 0, reset);
              return Future.failedFuture(
                  new Problem(
                      Problem.Kind.QUOTA_USED_UP,
                      "The plan's "
                          + turnsPerMonth
                          + " questions of this month are used up. Please upgrade the plan.",
                      (int) reset));
            });
  }

  // draft-ietf-httpapi-ratelimit-headers-03: seconds, not a time of day.
  private static void tell(MultiMap headers, long limit, long remaining, long resetSeconds) {
    headers.set("RateLimit-Limit", Long.toString(limit));
    headers.set("RateLimit-Remaining", Long.toString(remaining));
    headers.set("RateLimit-Reset", Long.toString(resetSeconds));
  }

  private static long seconds(long nanos) {
    return (nanos + TimeUnit.SECONDS.toNanos(1) - 1) / TimeUnit.SECONDS.toNanos(1);
  }
}
