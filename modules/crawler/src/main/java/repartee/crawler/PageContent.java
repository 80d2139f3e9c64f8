package repartee.crawler;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in a page.
 *
 * @param text to be taught; empty: nothing
 * @param links where it leads, in the page's order, as whole addresses
 * @param canonical where the page itself says that it stands
 * @param indexed whether the page allows to be found
 * @param isMap whether it is a sitemap, which only leads to pages
 * @param file its bytes, where it is a file that others can read
 */
record PageContent(
    String text,
    List<WebUrl> links,
    @Nullable WebUrl canonical,
    boolean indexed,
    boolean isMap,
    @Nullable Buffer file) {
  PageContent {
    links = List.copyOf(links);
  }

  static PageContent ofText(String text) {
    return new PageContent(text, List.of(), null, true, false, null);
  }

  static PageContent ofMap(List<WebUrl> links) {
    return new PageContent("", links, null, true, true, null);
  }

  static PageContent ofFile(byte[] file, boolean indexed) {
    return new PageContent("", List.of(), null, indexed, false, Buffer.buffer(file));
  }
}
