package repartee.contract;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A site that a chatbot is taught, page by page.
 *
 * @param url where it begins
 * @param depth how many links away from there pages are read
 * @param include only pages are taught whose address fits one of these; empty: all
 * @param exclude no page is read whose address fits one of these
 * @param refreshHours it is crawled again after so long; 0: never
 * @param truncated whether it has more pages than are read
 * @param failures pages that could not be read, each with a sentence; at most {@link
 *     FindSite#FAILURES_MAX}
 * @param crawledAt when the last crawl was over
 * @param nextCrawlAt when the next one begins
 */
public record Site(
    UUID id,
    UUID chatbotId,
    String url,
    int depth,
    List<String> include,
    List<String> exclude,
    int refreshHours,
    SiteState state,
    Pages pages,
    boolean truncated,
    List<Failure> failures,
    Instant createdAt,
    @Nullable Instant crawledAt,
    @Nullable Instant nextCrawlAt) {
  public Site {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    failures = List.copyOf(failures);
  }

  /** How many pages are known, wait to be read, are taught, and could not be read. */
  public record Pages(int found, int waiting, int ready, int failed) {}

  /** Why a page could not be read. */
  public record Failure(String url, String sentence) {}
}
