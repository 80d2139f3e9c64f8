package repartee.crawler;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import crawlercommons.robots.BaseRobotRules;
import crawlercommons.robots.SimpleRobotRules;
import crawlercommons.robots.SimpleRobotRules.RobotRulesMode;
import crawlercommons.robots.SimpleRobotRulesParser;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What hosts allow in their robots.txt (RFC 9309); known for a while. */
final class Robots {
  private static final Duration KNOWN_FOR = Duration.ofHours(1);
  private static final int KNOWN_MAX = 1_000;
  // As much as a crawler must read (section 2.5); the rest is not looked at.
  private static final int BYTES_MAX = 500 << 10;
  private static final int SITEMAPS_MAX = 20;
  private static final long PAUSE_MS_MAX = 30_000;

  private final Fetcher fetcher;
  private final String userAgent;
  private final Cache<String, BaseRobotRules> known =
      Caffeine.newBuilder().maximumSize(KNOWN_MAX).expireAfterWrite(KNOWN_FOR).build();

  Robots(Fetcher fetcher, String userAgent) {
    this.fetcher = fetcher;
    this.userAgent = userAgent.toLowerCase(Locale.ROOT);
  }

  /** Fails with {@link Unreadable} where that page must not be read. */
  Future<Void> admit(WebUrl url) {
    return rules(url)
        .compose(
            rules ->
                rules.isAllowed(url.text())
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        Unreadable.forGood("The site's robots.txt does not allow it.")));
  }

  /** The pause that a host wants between two requests, if it is known. */
  int pauseMs(WebUrl url) {
    BaseRobotRules rules = known.getIfPresent(url.origin());
    return rules == null ? 0 : (int) Math.clamp(rules.getCrawlDelay(), 0L, PAUSE_MS_MAX);
  }

  /** Where the host says that its sitemaps are; if it says nothing, where they usually are. */
  Future<List<String>> sitemaps(WebUrl url) {
    return rules(url)
        .map(
            rules ->
                rules.getSitemaps().isEmpty()
                    ? List.of(url.origin() + "/sitemap.xml")
                    : rules.getSitemaps().stream().limit(SITEMAPS_MAX).toList());
  }

  private Future<BaseRobotRules> rules(WebUrl url) {
    BaseRobotRules there = known.getIfPresent(url.origin());
    return there != null ? Future.succeededFuture(there) : ask(url);
  }

  private Future<BaseRobotRules> ask(WebUrl url) {
    WebUrl file = WebUrl.parse(url.origin() + "/robots.txt");
    // Wherever it leads is its own affair (section 2.3.1.2); the guard asks at each hop.
    return fetcher
        .fetch(
            new Fetch(
                file, "text/plain", Fetch.Validators.NONE, true, hop -> Future.succeededFuture()))
        .recover(
            cause ->
                Future.failedFuture(
                    cause instanceof Unreadable told && !told.isPassing() ? told : away()))
        .map(fetched -> rules(file, fetched))
        .onSuccess(rules -> known.put(url.origin(), rules));
  }

  private BaseRobotRules rules(WebUrl file, Fetch.Fetched fetched) {
    int status = fetched.status();
    if (status >= 500 || status == 429) {
      throw away();
    }
    if (status != 200) {
      return new SimpleRobotRules(RobotRulesMode.ALLOW_ALL);
    }
    return new SimpleRobotRulesParser(Long.MAX_VALUE, 0)
        .parseContent(
            file.text(), Unpacking.of(fetched, BYTES_MAX, true), "text/plain", List.of(userAgent));
  }

  private static Unreadable away() {
    return Unreadable.forNow("The site's robots.txt cannot be read just now, so nothing is.");
  }
}
