package repartee.crawler;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HtmlPageTest {
  private static final WebUrl URL = WebUrl.parse("https://shop.example/help/returns");

  @Test
  void theTextIsKeptAndWhatStandsOnEveryPageIsNot() {
    PageContent page =
        read(
            """
            <!doctype html><html><head><title>Returns</title><style>p{}</style></head><body>
            <header><a href="/">Shop</a></header>
            <nav><ul><li><a href="/a">A</a><li><a href="/b">B</a></ul></nav>
            <div class="cookie-banner">We use cookies.</div>
            <main><h1>How to return</h1><p>Send it   back within <b>30</b>&nbsp;days.</p>
            <ul><li>Keep the box<li>Keep the bill</ul>
            <table><tr><th>Country<th>Days<tr><td>France<td>14</table>
            <pre>line 1
              line 2</pre>
            <script>alert(1)</script></main>
            <ul class="x"><li><a href=1>One</a><li><a href=2>Two</a><li><a href=3>Three</a>
            <li><a href=4>Four</a></ul>
            <footer>Imprint</footer></body></html>
            """);

    assertThat(page.text())
        .isEqualTo(
            """
            # Returns

            # How to return

            Send it back within 30 days.

            - Keep the box
            - Keep the bill

            Country | Days
            France | 14

            line 1
              line 2""");
  }

  @Test
  void linksLeadWithinTheSiteOnceEachAndWithoutTracking() {
    PageContent page =
        read(
            """
            <a href="faq">1</a> <a href="/faq?utm_source=x#top">2</a> <a href="./faq">3</a>
            <a href="https://www.shop.example/faq2">4</a> <a href="https://other.example/">5</a>
            <a href="mailto:a@b.example">6</a> <a href="javascript:void(0)">7</a>
            <a href="https://me@shop.example/x">8</a> <a rel="nofollow" href="/ad">9</a>
            <area href="/map">
            """);

    assertThat(page.links())
        .extracting(WebUrl::text)
        .containsExactly(
            "https://shop.example/help/faq",
            "https://shop.example/faq",
            "https://www.shop.example/faq2",
            "https://shop.example/map");
  }

  @Test
  void aPageSaysWhereItStandsAndWhetherItWantsToBeFound() {
    PageContent page =
        read(
            "<link rel=canonical href=/returns><meta name=robots content='noindex, nofollow'>"
                + "<p>Secret <a href=/x>x</a>");

    assertThat(page.canonical()).isEqualTo(WebUrl.parse("https://shop.example/returns"));
    assertThat(page.indexed()).isFalse();
    assertThat(page.text()).isEmpty();
    assertThat(page.links()).isEmpty();
    assertThat(HtmlPage.read(URL, bytes("<p>a"), "text/html", "noindex", 10).indexed()).isFalse();
  }

  @Test
  void aBaseElsewhereMakesNoOtherSiteOfIt() {
    PageContent page =
        read("<base href='https://other.example/'><a href=x>1</a><a href='/y'>2</a>");

    assertThat(page.links()).isEmpty();
  }

  @Test
  void lettersAreReadAsTheServerOrThePageSays() {
    byte[] latin = "<p>Größe".getBytes(ISO_8859_1);
    byte[] meta = "<meta charset=iso-8859-1><p>Größe".getBytes(ISO_8859_1);

    assertThat(HtmlPage.read(URL, latin, "text/html; charset=ISO-8859-1", "", 10).text())
        .isEqualTo("Größe");
    assertThat(HtmlPage.read(URL, meta, "text/html", "", 10).text()).isEqualTo("Größe");
    assertThat(HtmlPage.read(URL, bytes("<p>Größe"), "text/html; charset=nonsense", "", 10).text())
        .isEqualTo("Größe");
  }

  @Test
  void ofAMillionLinksOnlySoManyAreTaken() {
    StringBuilder html = new StringBuilder("<p>Text</p>");
    for (int i = 0; i < 1_000_000; i++) {
      html.append("<a href=").append(i).append(">");
    }

    PageContent page = HtmlPage.read(URL, bytes(html.toString()), "text/html", "", 1000);

    assertThat(page.links()).hasSize(1000);
    assertThat(page.text()).contains("Text");
  }

  @Test
  void tagsWithinTagsWithoutEndAreRead() {
    String deep = "<div>".repeat(200_000) + "deep";

    assertThat(HtmlPage.read(URL, bytes("<p>Top</p>" + deep), "text/html", "", 10).text())
        .contains("Top");
  }

  @Test
  void aPageThatIsAllMenuIsTaughtAsItIs() {
    assertThat(read("<body><nav><a href=/a>Opening hours</a></nav>").text())
        .contains("Opening hours");
  }

  private static PageContent read(String html) {
    return HtmlPage.read(URL, bytes(html), "text/html; charset=utf-8", "", 1000);
  }

  private static byte[] bytes(String html) {
    return html.getBytes(UTF_8);
  }
}
