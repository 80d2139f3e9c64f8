package repartee.contract;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A page to be read now.
 *
 * @param page absent: none is due
 * @param nextInMs where none is due: after so long one may be
 */
public record ClaimedPage(@Nullable Page page, int nextInMs) {

  /**
   * The page, and what is known of it and of its site.
   *
   * @param depth links between the site's beginning and this page
   * @param etag as the page was last sent; absent where it must be read anew
   * @param lastModified as {@code etag}
   * @param hash of the text that was taught, if it still is
   */
  public record Page(
      UUID chatbotId,
      UUID siteId,
      UUID id,
      String url,
      String siteUrl,
      int depth,
      int siteDepth,
      List<String> include,
      List<String> exclude,
      @Nullable String etag,
      @Nullable String lastModified,
      @Nullable String hash) {
    public Page {
      include = List.copyOf(include);
      exclude = List.copyOf(exclude);
    }
  }
}
