package repartee.crawler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import java.net.InetAddress;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything a hostile site can answer, and a canary beside it that must never hear of us. */
final class FetcherTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

  private final Vertx vertx = Vertx.vertx();
  private final TrapSite site = new TrapSite(vertx);
  private final TrapSite canary = new TrapSite(vertx);
  private final Fetcher fetcher = fetcher(name -> Future.succeededFuture(List.of(HERE)));

  @AfterEach
  void theCanaryWasNeverHit() {
    assertThat(canary.asked()).isEmpty();
    vertx.close().await();
  }

  @Test
  void aPageComesWithWhatItIsAndCarriesNoCredentials() {
    site.page("/", "<p>Hello");

    Fetch.Fetched page = read("http://site.example:" + site.port() + "/");

    assertThat(page.body().toString()).isEqualTo("<p>Hello");
    assertThat(page.contentType()).isEqualTo("text/html; charset=utf-8");
    var headers = site.requests.getFirst().headers();
    assertThat(headers.get("Host")).isEqualTo("site.example:" + site.port());
    assertThat(headers.get("User-Agent")).isEqualTo("Repartee");
    assertThat(headers.names()).doesNotContain("Cookie", "Authorization", "Referer");
  }

  @Test
  void whatIsKnownIsAskedForOnTheFirstHopAlone() {
    site.redirect("/old", "/new").at("/new", r -> r.response().setStatusCode(304).end());
    Fetch.Validators known = new Fetch.Validators("\"1\"", "Mon, 01 Jan 2024 00:00:00 GMT");

    Fetch.Fetched page = wait(fetcher.fetch(fetch(site.url("/old"), known)));

    assertThat(page.status()).isEqualTo(304);
    assertThat(page.url().text()).isEqualTo(site.url("/new"));
    assertThat(site.requests.getFirst().getHeader("If-None-Match")).isEqualTo("\"1\"");
    assertThat(site.requests.getFirst().getHeader("If-Modified-Since")).startsWith("Mon, 01");
    assertThat(site.requests.getLast().getHeader("If-None-Match")).isNull();
  }

  @Test
  void fiftyRedirectsAreNotFollowed() {
    for (int i = 0; i < 50; i++) {
      site.redirect("/" + i, "/" + (i + 1));
    }

    assertThat(refusal(site.url("/0"))).contains("redirects more than 5 times");
    assertThat(site.requests).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/latest/meta-data/",
        "http://[::ffff:169.254.169.254]/",
        "http://2852039166/",
        "http://0xa9fea9fe/",
        "http://0251.0376.0251.0376/",
        "http://100.100.100.200/",
        "http://10.0.0.1/",
      })
  void aRedirectToWhereNobodyMustBeIsRefused(String inner) {
    site.redirect("/", inner);

    assertThat(refusal(site.url("/"))).contains("not on the public internet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "ftp://example.com/", "gopher://example.com/"})
  void aRedirectToAnotherSchemeIsRefused(String other) {
    site.redirect("/", other);

    assertThat(refusal(site.url("/"))).contains("http:// or https://");
  }

  @Test
  void aRedirectWithAUserNameIsRefused() {
    site.redirect("/", "http://user:word@127.0.0.1:" + canary.port() + "/");

    assertThat(refusal(site.url("/"))).contains("user name");
  }

  @Test
  void theCanaryOnAnotherAddressOfThisMachineIsNotReachedByAnyName() {
    Fetcher strict = fetcher(name -> Future.succeededFuture(List.of(ip("127.0.0.2"))));

    assertThat(refusal(strict, "http://inner.example:" + canary.port() + "/"))
        .contains("not on the public internet");
  }

  @Test
  void aNameWithOneBadAddressAmongGoodOnesIsRefused() {
    Fetcher mixed = fetcher(name -> Future.succeededFuture(List.of(HERE, ip("10.0.0.1"))));

    assertThat(refusal(mixed, "http://mixed.example:" + site.port() + "/"))
        .contains("not on the public internet");
    assertThat(site.requests).isEmpty();
  }

  @Test
  void aNameThatChangesBetweenTwoLookUpsIsLookedUpOnceForEachHop() {
    AtomicInteger asked = new AtomicInteger();
    Iterator<InetAddress> answers = List.of(HERE, ip("169.254.169.254")).iterator();
    Fetcher rebound =
        fetcher(
            name -> {
              asked.incrementAndGet();
              return Future.succeededFuture(List.of(answers.next()));
            });
    site.redirect("/", "http://rebound.example:" + site.port() + "/again").page("/again", "inner");

    assertThat(refusal(rebound, "http://rebound.example:" + site.port() + "/"))
        .contains("not on the public internet");
    assertThat(asked).hasValue(2);
    assertThat(site.asked()).containsExactly("/");
  }

  @Test
  void anAddressThatDoesNotAnswerIsPassedOver() {
    site.page("/", "here");
    // Nobody listens there, and it is allowed.
    Fetcher both = fetcher(name -> Future.succeededFuture(List.of(ip("127.0.0.1"), ip("::1"))));

    assertThat(wait(both.fetch(fetch("http://both.example:" + site.port() + "/"))).status())
        .isEqualTo(200);
  }

  @Test
  void aBodyWithoutEndIsLeft() {
    site.at("/", request -> TrapSite.flood(request, Buffer.buffer("x".repeat(10_000))));

    assertThat(refusal(site.url("/"))).contains("larger than 100000 bytes");
  }

  @Test
  void aBodyThatMayBeCutIsCut() {
    site.at("/", request -> TrapSite.flood(request, Buffer.buffer("x".repeat(10_000))));

    Fetch cut =
        new Fetch(WebUrl.parse(site.url("/")), "*/*", Fetch.Validators.NONE, true, this::any);

    assertThat(wait(fetcher.fetch(cut)).body().length()).isEqualTo(100_000);
  }

  @Test
  void aBodyThatUnfoldsWithoutEndIsLeft() {
    Buffer bomb = TrapSite.gzip("0".repeat(1 << 20), 64);
    site.at("/", r -> r.response().putHeader("Content-Encoding", "gzip").end(bomb));

    Fetch.Fetched page = read(site.url("/"));

    assertThat(page.body().length()).isLessThan(100_000);
    Unreadable refused =
        catchThrowableOfType(Unreadable.class, () -> Unpacking.of(page, 200_000, false));
    assertThat(refused.sentence()).contains("larger than 200000 bytes");
    assertThat(Unpacking.of(page, 200_000, true)).hasSize(200_000);
  }

  @Test
  void whatIsPackedOnceOrTwiceIsUnpacked() {
    Buffer once = TrapSite.gzip("hello ", 2);
    site.at("/", r -> r.response().putHeader("Content-Encoding", "gzip").end(once));

    assertThat(Unpacking.of(read(site.url("/")), 1000, false)).asString().isEqualTo("hello hello ");
  }

  @Test
  void aSiteThatNeverBeginsIsLeft() {
    site.at("/", request -> {});

    assertThat(refusal(site.url("/"))).contains("took too long");
  }

  @Test
  void aSiteThatDripsForEverIsLeft() {
    site.at(
        "/",
        request -> {
          request.response().setChunked(true).write("<p>");
          vertx.setPeriodic(20, drop -> request.response().write("."));
        });

    assertThat(refusal(site.url("/"))).contains("took too long");
  }

  @Test
  void aHeadThatDripsForEverIsLeft() {
    NetServer drip =
        vertx
            .createNetServer()
            .connectHandler(
                socket -> {
                  socket.write("HTTP/1.1 200 OK\r\nX: ");
                  vertx.setPeriodic(20, drop -> socket.write("x"));
                })
            .listen(0, "127.0.0.1")
            .await();

    assertThat(refusal("http://127.0.0.1:" + drip.actualPort() + "/")).contains("took too long");
  }

  @Test
  void aHeadWithoutEndIsLeft() {
    NetServer flood =
        vertx
            .createNetServer()
            .connectHandler(
                socket -> {
                  socket.write("HTTP/1.1 200 OK\r\n");
                  socket.write(("X-Filler: " + "x".repeat(1000) + "\r\n").repeat(10_000));
                })
            .listen(0, "127.0.0.1")
            .await();

    assertThat(refusal("http://127.0.0.1:" + flood.actualPort() + "/"))
        .containsAnyOf("broke off", "took too long");
  }

  @Test
  void aSiteWithACertificateThatNobodyKnowsIsNotRead() {
    assertThat(refusal("https://127.0.0.1:" + site.port() + "/")).contains("not securely");
  }

  private Fetcher fetcher(NameResolver names) {
    return new Fetcher(vertx, names, configuration("127.0.0.1", "::1/128"));
  }

  static CrawlerConfiguration configuration(String... allowed) {
    return new CrawlerConfiguration(
        "Repartee",
        List.of(allowed),
        4,
        10,
        1000,
        1000,
        100_000,
        200_000,
        1_000,
        1_500,
        2_000,
        5,
        1,
        50,
        2,
        24,
        60_000,
        100);
  }

  private Fetch.Fetched read(String url) {
    return wait(fetcher.fetch(fetch(url)));
  }

  private Fetch fetch(String url) {
    return fetch(url, Fetch.Validators.NONE);
  }

  private Fetch fetch(String url, Fetch.Validators known) {
    return new Fetch(WebUrl.parse(url), "text/html", known, false, this::any);
  }

  private Future<Void> any(WebUrl url) {
    return Future.succeededFuture();
  }

  private String refusal(String url) {
    return refusal(fetcher, url);
  }

  private String refusal(Fetcher by, String url) {
    return catchThrowableOfType(Unreadable.class, () -> wait(by.fetch(fetch(url)))).sentence();
  }

  private static InetAddress ip(String text) {
    return InetAddress.ofLiteral(text);
  }

  private static <T> T wait(Future<T> future) {
    try {
      return future.await(30, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException late) {
      throw new AssertionError("not within 30 seconds", late);
    }
  }
}
