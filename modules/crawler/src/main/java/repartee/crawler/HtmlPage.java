package repartee.crawler;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * HTML as it is read: its links, and what it says about itself; its text is of {@link HtmlText}.
 */
final class HtmlPage {
  // A million links are a million elements of some 200 bytes each: so many are not made.
  private static final int ELEMENTS_MAX = 100_000;
  private static final int DEPTH_MAX = 256;
  private static final int LINKS_LOOKED_AT_MAX = 20_000;
  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*[\"']?([A-Za-z0-9._:-]{1,40})", Pattern.CASE_INSENSITIVE);

  private HtmlPage() {}

  static PageContent read(
      WebUrl url, byte[] html, String contentType, String robotsTag, int links) {
    Document page = parse(cut(html), charset(contentType), url.text());
    String rules = (robotsTag + "," + metaRobots(page)).toLowerCase(Locale.ROOT);
    WebUrl base = base(url, page);
    List<WebUrl> found =
        rules.contains("nofollow") || rules.contains("none")
            ? List.of()
            : links(url, base, page, links);
    WebUrl canonical = canonical(base, page);
    boolean indexed = !rules.contains("noindex") && !rules.contains("none");
    return new PageContent(
        indexed ? HtmlText.of(page) : "", found, canonical, indexed, false, null);
  }

  private static Document parse(byte[] html, @Nullable String charset, String address) {
    try {
      return Jsoup.parse(
          new ByteArrayInputStream(html),
          charset,
          address,
          Parser.htmlParser().setMaxDepth(DEPTH_MAX));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** What stands behind so many tags is not read. */
  private static byte[] cut(byte[] html) {
    int tags = 0;
    for (int i = 0; i < html.length; i++) {
      if (html[i] == '<' && ++tags > ELEMENTS_MAX) {
        return java.util.Arrays.copyOf(html, i);
      }
    }
    return html;
  }

  private static @Nullable String charset(String contentType) {
    Matcher said = CHARSET.matcher(contentType);
    try {
      return said.find() && java.nio.charset.Charset.isSupported(said.group(1))
          ? said.group(1)
          : null;
    } catch (java.nio.charset.IllegalCharsetNameException none) {
      return null;
    }
  }

  private static String metaRobots(Document page) {
    Element meta = page.selectFirst("meta[name=robots]");
    return meta == null ? "" : meta.attr("content");
  }

  private static WebUrl base(WebUrl url, Document page) {
    Element base = page.selectFirst("base[href]");
    WebUrl said = base == null ? null : link(url, base.attr("href"));
    return said == null ? url : said;
  }

  private static @Nullable WebUrl canonical(WebUrl base, Document page) {
    Element link = page.selectFirst("link[rel=canonical][href]");
    return link == null ? null : link(base, link.attr("href"));
  }

  private static List<WebUrl> links(WebUrl url, WebUrl base, Document page, int max) {
    List<WebUrl> links = new ArrayList<>();
    int seen = 0;
    for (Element anchor : page.select("a[href], area[href]")) {
      if (++seen > LINKS_LOOKED_AT_MAX || links.size() >= max) {
        break;
      }
      boolean nofollow = anchor.attr("rel").toLowerCase(Locale.ROOT).contains("nofollow");
      WebUrl leads = nofollow ? null : link(base, anchor.attr("href"));
      if (leads != null && leads.isOfSiteOf(url)) {
        links.add(leads.withoutTracking());
      }
    }
    return links.stream().distinct().toList();
  }

  /** Absent where it leads to no page: {@code mailto:} and such. */
  static @Nullable WebUrl link(WebUrl base, String href) {
    try {
      return base.resolve(href);
    } catch (Unreadable noPage) {
      return null;
    }
  }
}
