package repartee.crawler;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a page is, by what its server says it is. Files are left to those who can. */
final class PageReading {
  /** What is wanted, best first. */
  static final String ACCEPT =
      "text/html, application/xhtml+xml, application/xml;q=0.9, text/plain;q=0.8, */*;q=0.1";

  private final CrawlerConfiguration configuration;

  PageReading(CrawlerConfiguration configuration) {
    this.configuration = configuration;
  }

  /** Fails with {@link Unreadable}. Computes for a while: not on an event loop. */
  PageContent read(Fetch.Fetched fetched) throws Unreadable {
    byte[] body = Unpacking.of(fetched, configuration.unpackedBytesMax(), false);
    String type = fetched.contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "text/html", "application/xhtml+xml" ->
          HtmlPage.read(
              fetched.url(),
              body,
              fetched.contentType(),
              fetched.robotsTag(),
              configuration.linksMax());
      case "text/xml", "application/xml", "application/gzip", "application/x-gzip" ->
          PageContent.ofMap(Sitemap.read(fetched.url(), body, configuration.linksMax()));
      case "text/plain", "text/markdown" -> PageContent.ofText(text(body));
      case "application/pdf",
          "application/epub+zip",
          "application/vnd.oasis.opendocument.text",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
          "application/vnd.openxmlformats-officedocument.presentationml.presentation",
          "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          "text/csv" ->
          PageContent.ofFile(body, !fetched.robotsTag().matches("(?i).*(noindex|none).*"));
      case "" -> throw Unreadable.forGood("The page does not say what it is.");
      default ->
          throw Unreadable.forGood(
              "This is neither a page nor a file that can be read (" + printable(type) + ").");
    };
  }

  /** Malformed bytes are replaced, as browsers do; PostgreSQL keeps no NUL. */
  private static String text(byte[] body) {
    return StandardCharsets.UTF_8.decode(ByteBuffer.wrap(body)).toString().replace("\0", "");
  }

  private static String printable(String type) {
    return type.matches("[a-z0-9.+/-]{1,100}") ? type : "of an unknown type";
  }
}
