package repartee.crawler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WebUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "https://Example.com https://example.com/",
        "HTTP://example.com:80/a/../b/./c?x=1#part http://example.com/b/c?x=1",
        "https:\\\\example.com\\a https://example.com/a",
        "https://example.com:8443/ https://example.com:8443/",
        "https://b\u00fccher.example/stra\u00dfe https://xn--bcher-kva.example/stra%C3%9Fe",
        "http://example.com./%2e%2E/x http://example.com/x",
        "http://example.com?q=a'b http://example.com/?q=a%27b",
        "http://2130706433/ http://127.0.0.1/",
        "http://0x7f.1/ http://127.0.0.1/",
        "http://0177.0.0.01/ http://127.0.0.1/",
        "http://127.1/ http://127.0.0.1/",
        "http://\uff11\uff12\uff17.0.0.1/ http://127.0.0.1/",
        "http://%31%32%37.0.0.1/ http://127.0.0.1/",
        "http://[::ffff:127.0.0.1]/ http://127.0.0.1/",
        "http://[::1]:8080/ http://[0:0:0:0:0:0:0:1]:8080/"
      })
  void anAddressIsWrittenInOneWayAlone(String written, String plain) {
    assertThat(WebUrl.parse(written).text()).isEqualTo(plain);
    assertThat(WebUrl.parse(plain).text()).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com",
        "//example.com/",
        "file:///etc/passwd",
        "ftp://example.com/",
        "gopher://example.com/",
        "javascript:alert(1)",
        "http:example.com",
        "http://user@example.com/",
        "http://user:word@example.com/",
        "http://example.com@127.0.0.1/",
        "http:///",
        "http://a b/",
        "http://exa%00mple.com/",
        "http://[::1%25eth0]/",
        "http://[1.2.3.4]/",
        "http://1.2.3.256/",
        "http://256.256.256.256/",
        "http://0x1ffffffff/",
        "http://1.2.3.4.5/",
        "http://08.1.1.1/",
        "http://example.com:25/",
        "http://example.com:70000/",
        "http://example.com:8o/"
      })
  void whatIsNoWebAddressIsRefused(String written) {
    assertThatThrownBy(() -> WebUrl.parse(written)).isInstanceOf(Unreadable.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "x https://a.example/b/x",
        "../x https://a.example/x",
        "../../../x https://a.example/x",
        "/x https://a.example/x",
        "?x https://a.example/b/c?x",
        "//b.example/x https://b.example/x",
        "\\\\b.example\\x https://b.example/x",
        "http://b.example http://b.example/",
        "#part https://a.example/b/c?d"
      })
  void aLinkIsReadFromItsPage(String link, String leadsTo) {
    assertThat(WebUrl.parse("https://a.example/b/c?d").resolve(link).text()).isEqualTo(leadsTo);
  }

  @Test
  void whatOnlyCountsVisitorsIsLeftOut() {
    assertThat(WebUrl.parse("https://a.example/?utm_source=x&q=1&gclid=2").withoutTracking().text())
        .isEqualTo("https://a.example/?q=1");
    assertThat(WebUrl.parse("https://a.example/p?utm_source=x").withoutTracking().text())
        .isEqualTo("https://a.example/p");
  }

  @Test
  void aSiteIsTheSameWithAndWithoutWwwAndTls() {
    WebUrl site = WebUrl.parse("http://www.example.com/");

    assertThat(WebUrl.parse("https://example.com/a").isOfSiteOf(site)).isTrue();
    assertThat(WebUrl.parse("https://example.com:8443/a").isOfSiteOf(site)).isFalse();
    assertThat(WebUrl.parse("https://shop.example.com/a").isOfSiteOf(site)).isFalse();
  }

  @Property(tries = 500)
  void everyFormOfAnIpv4AddressIsThatAddress(
      @ForAll @IntRange(max = 255) int a,
      @ForAll @IntRange(max = 255) int b,
      @ForAll @IntRange(max = 255) int c,
      @ForAll @IntRange(max = 255) int d,
      @ForAll @IntRange(max = 4) int form) {
    long all = ((long) a << 24) | (b << 16) | (c << 8) | d;
    String written =
        switch (form) {
          case 0 -> "" + all;
          case 1 -> "0x" + Long.toHexString(all);
          case 2 -> "0" + Long.toOctalString(all);
          case 3 -> a + ".0x" + Integer.toHexString(b) + "." + ((c << 8) | d);
          default -> a + "." + ((b << 16) | (c << 8) | d);
        };

    assertThat(WebUrl.parse("http://" + written + "/").host().text())
        .isEqualTo(a + "." + b + "." + c + "." + d);
  }

  @Property(tries = 1000)
  void whateverIsParsedIsParsedTheSameAgainAndEndsNoLine(
      @ForAll @StringLength(max = 80) String tail) {
    WebUrl url = WebUrl.parse("https://example.com/").resolve("/" + tail.replaceAll("[/\\\\]", ""));

    assertThat(url.text()).matches("[!-~]+");
    assertThat(WebUrl.parse(url.text())).isEqualTo(url);
  }
}
