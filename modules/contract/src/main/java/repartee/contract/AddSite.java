package repartee.contract;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Teaches a chatbot a site, and goes on when this is answered. The same address again changes how
 * it is crawled, and begins anew. Fails with {@code INVALID} where it is no address that may be
 * read, or where the chatbot has as many sites as it can have.
 *
 * @param depth absent: {@link #DEPTH_USUALLY}
 * @param refreshHours absent: as configured; 0: never
 */
public record AddSite(
    UUID chatbotId,
    String url,
    @Nullable Integer depth,
    List<String> include,
    List<String> exclude,
    @Nullable Integer refreshHours) {
  /** How many links away pages are read where nobody says so. */
  public static final int DEPTH_USUALLY = 3;

  /** How many links away they can be. */
  public static final int DEPTH_MAX = 20;

  /** The longest time after which a site can be crawled again: a year. */
  public static final int REFRESH_HOURS_MAX = 8784;

  /** Patterns of each sort. */
  public static final int PATTERNS_MAX = 50;

  /** Answered by the crawler. */
  public static final Address<AddSite, Site> ADDRESS =
      new Address<>("crawler.add-site", AddSite.class, Site.class);

  public AddSite {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }
}
