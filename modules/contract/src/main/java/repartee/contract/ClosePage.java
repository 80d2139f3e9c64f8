package repartee.contract;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What came of a page; frees its host. A claim that is over changes nothing: somebody else has the
 * page.
 *
 * @param sentence why it could not be read; empty where it could
 * @param hash of the text that is taught now
 * @param links pages of the site that it leads to, at {@code linksDepth}
 * @param pauseMs for so long nobody asks that host
 * @param retryMs a page that failed is tried again after so long, then after longer
 * @param triesMax how often it is tried in one crawl
 * @param pagesMax pages that a site can have
 */
public record ClosePage(
    UUID claim,
    UUID siteId,
    UUID pageId,
    PageOutcome outcome,
    String sentence,
    @Nullable String etag,
    @Nullable String lastModified,
    @Nullable String hash,
    List<String> links,
    int linksDepth,
    int pauseMs,
    int retryMs,
    int triesMax,
    int pagesMax) {
  /** Answered by storage. */
  public static final Address<ClosePage, Done> ADDRESS =
      new Address<>("storage.close-page", ClosePage.class, Done.class);

  public ClosePage {
    links = List.copyOf(links);
  }
}
