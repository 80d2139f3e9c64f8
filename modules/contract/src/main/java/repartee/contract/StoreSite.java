package repartee.contract;

import java.util.List;
import java.util.UUID;

/**
 * Keeps a site whose address was checked, and begins its crawl; see {@link AddSite}. Fails with
 * {@code UNKNOWN_CHATBOT}, and with {@code INVALID} where the chatbot has {@code sitesMax}.
 */
public record StoreSite(
    UUID chatbotId,
    String url,
    int depth,
    List<String> include,
    List<String> exclude,
    int refreshHours,
    int sitesMax) {
  /** Answered by storage. */
  public static final Address<StoreSite, Site> ADDRESS =
      new Address<>("storage.store-site", StoreSite.class, Site.class);

  public StoreSite {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }
}
