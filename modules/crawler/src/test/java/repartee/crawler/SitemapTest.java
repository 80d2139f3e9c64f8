package repartee.crawler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SitemapTest {
  private static final WebUrl URL = WebUrl.parse("https://shop.example/sitemap.xml");

  @Test
  void aListNamesPagesAndOtherLists() {
    assertThat(
            read(
                """
                <?xml version="1.0"?>
                <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
                  <url><loc> https://shop.example/a </loc><lastmod>2024-01-01</lastmod></url>
                  <url><loc>https://shop.example/b?x=1&amp;y=2</loc></url>
                  <url><loc>https://other.example/</loc></url>
                  <url><loc>file:///etc/passwd</loc></url>
                </urlset>
                """))
        .containsExactly("https://shop.example/a", "https://shop.example/b?x=1&y=2");
    assertThat(
            read(
                "<sitemapindex><sitemap><loc>https://shop.example/1.xml.gz</loc></sitemap>"
                    + "</sitemapindex>"))
        .containsExactly("https://shop.example/1.xml.gz");
  }

  @Test
  void entitiesAreNotUnfolded() {
    assertThat(
            read(
                """
                <!DOCTYPE urlset [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "&a;&a;">]>
                <urlset><url><loc>https://shop.example/a</loc></url>
                <url><loc>https://shop.example/&b;</loc></url></urlset>
                """))
        .allMatch(link -> !link.contains("root"))
        .contains("https://shop.example/a");
  }

  @Test
  void whatBreaksOffIsReadAsFarAsItGoesAndOtherXmlIsNone() {
    assertThat(read("<urlset><url><loc>https://shop.example/a</loc></url><url><lo"))
        .containsExactly("https://shop.example/a");
    assertThatThrownBy(() -> read("<rss><loc>https://shop.example/a</loc></rss>"))
        .hasMessageContaining("no sitemap");
  }

  @Test
  void onlySoManyPagesAreTaken() {
    StringBuilder xml = new StringBuilder("<urlset>");
    for (int i = 0; i < 100_000; i++) {
      xml.append("<url><loc>https://shop.example/").append(i).append("</loc></url>");
    }

    assertThat(read(xml.toString())).hasSize(500);
  }

  private static List<String> read(String xml) {
    return Sitemap.read(URL, xml.getBytes(UTF_8), 500).stream().map(WebUrl::text).toList();
  }
}
