package repartee.crawler;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import repartee.contract.AddDocument;
import repartee.contract.AddFile;
import repartee.contract.BusCodec;
import repartee.contract.Chatbot;
import repartee.contract.ChatbotSettings;
import repartee.contract.ClaimedPage;
import repartee.contract.ClosePage;
import repartee.contract.Done;
import repartee.contract.FindChatbot;
import repartee.contract.PageOutcome;
import repartee.contract.Passages;
import repartee.contract.Problem;
import repartee.contract.StoreFilePart;
import repartee.contract.TurnOrder;

/** Pages of a site full of traps, and a canary beside it that must never hear of us. */
final class PageWorkTest {
  private final Vertx vertx = Vertx.vertx();
  private final TrapSite site = new TrapSite(vertx);
  private final TrapSite canary = new TrapSite(vertx);
  private final Map<String, String> taught = new ConcurrentHashMap<>();
  private final AtomicReference<Problem.@Nullable Kind> refusal = new AtomicReference<>();
  private final CrawlerConfiguration configuration = FetcherTest.configuration("127.0.0.1");
  private final Fetcher fetcher =
      new Fetcher(
          vertx,
          name -> Future.succeededFuture(List.of(InetAddress.ofLiteral("127.0.0.1"))),
          configuration);
  private final PageWork work =
      new PageWork(
          vertx.eventBus(), fetcher, new Robots(fetcher, configuration.userAgent()), configuration);

  @BeforeEach
  void knowledgeListens() {
    BusCodec.install(vertx.eventBus());
    FindChatbot.ADDRESS
        .serve(vertx.eventBus(), asked -> Future.succeededFuture(chatbot(asked.chatbotId())))
        .await();
    AddDocument.ADDRESS
        .serve(
            vertx.eventBus(),
            asked -> {
              Problem.Kind refused = refusal.get();
              if (refused != null) {
                return Future.failedFuture(new Problem(refused, "No."));
              }
              taught.put(asked.name(), asked.content());
              return Future.succeededFuture(new Passages(List.of()));
            })
        .await();
  }

  @AfterEach
  void theCanaryWasNeverHit() {
    assertThat(canary.asked()).isEmpty();
    vertx.close().await();
  }

  @Test
  void aPageIsTaughtUnderItsAddressAndLeadsToOthersAndToTheSitemap() {
    site.page("/", "<h1>Hours</h1><p>From nine.</p><a href=/a>a</a><a href=/b.pdf>b</a>")
        .at("/robots.txt", r -> r.response().end("Crawl-delay: 2\nSitemap: " + site.url("/m.xml")));

    ClosePage closed = run("/");

    assertThat(closed.outcome()).isEqualTo(PageOutcome.TAUGHT);
    assertThat(taught).containsExactly(Map.entry(site.url("/"), "# Hours\n\nFrom nine.\n\nab"));
    assertThat(closed.links()).containsExactly(site.url("/m.xml"), site.url("/a"));
    assertThat(closed.linksDepth()).isEqualTo(1);
  }

  @Test
  void whatIsKnownAndUnchangedIsNotTaughtAgain() {
    site.page("/a", "<p>Text");
    ClosePage first = run("/a", 1, null);
    taught.clear();

    ClosePage second = run("/a", 1, first.hash());

    assertThat(second.outcome()).isEqualTo(PageOutcome.TAUGHT);
    assertThat(taught).isEmpty();
    site.at("/a", r -> r.response().setStatusCode(304).end());
    assertThat(run("/a", 1, first.hash()).outcome()).isEqualTo(PageOutcome.UNCHANGED);
    assertThat(site.requests.getLast().getHeader("If-None-Match")).isEqualTo("\"known\"");
  }

  @Test
  void whatRobotsTxtForbidsIsNotAskedFor() {
    site.page("/secret/a", "x")
        .page("/secret/open", "x")
        .at(
            "/robots.txt",
            r ->
                r.response()
                    .end(
                        """
                        User-agent: *
                        Disallow: /

                        User-agent: repartee
                        Disallow: /secret/
                        Allow: /secret/open
                        """));

    ClosePage closed = run("/secret/a");

    assertThat(closed.outcome()).isEqualTo(PageOutcome.REFUSED);
    assertThat(closed.sentence()).contains("robots.txt");
    assertThat(run("/secret/open").outcome()).isEqualTo(PageOutcome.TAUGHT);
    assertThat(site.asked()).containsExactly("/robots.txt", "/secret/open");
  }

  @Test
  void whileRobotsTxtIsAwayNothingIsAskedFor() {
    site.page("/", "x").at("/robots.txt", r -> r.response().setStatusCode(503).end());

    ClosePage closed = run("/");

    assertThat(closed.outcome()).isEqualTo(PageOutcome.FAILED);
    assertThat(site.asked()).containsExactly("/robots.txt");
  }

  @Test
  void ofARobotsTxtWithoutEndOnlyItsBeginningIsRead() {
    site.page("/a", "x")
        .page("/b", "<p>b")
        .at(
            "/robots.txt",
            r -> {
              r.response().setChunked(true).write("User-agent: *\nDisallow: /a\n");
              TrapSite.flood(r, Buffer.buffer("# 100 MB and more\n".repeat(1000)));
            });

    assertThat(run("/a").outcome()).isEqualTo(PageOutcome.REFUSED);
    assertThat(run("/b").outcome()).isEqualTo(PageOutcome.TAUGHT);
  }

  @Test
  void aRedirectWithinTheSiteIsReadUnderItsOwnNameAndOneOutOfItNotAtAll() {
    site.redirect("/old", "/new").page("/new", "<p>New").redirect("/out", canary.url("/"));

    ClosePage moved = run("/old");
    ClosePage out = run("/out");

    assertThat(moved.outcome()).isEqualTo(PageOutcome.READ);
    assertThat(moved.links()).containsExactly(site.url("/new"));
    assertThat(taught).isEmpty();
    assertThat(out.outcome()).isEqualTo(PageOutcome.REFUSED);
    assertThat(out.sentence()).contains("leads to another site");
  }

  @Test
  void aPageThatSaysThatItStandsElsewhereIsReadThere() {
    site.page("/a", "<link rel=canonical href=/b><p>Text<a href=/c>");

    ClosePage closed = run("/a", 2, null);

    assertThat(closed.outcome()).isEqualTo(PageOutcome.READ);
    assertThat(closed.links()).containsExactly(site.url("/b"));
    assertThat(closed.linksDepth()).isEqualTo(2);
  }

  @Test
  void everyRefusalIsASentence() {
    site.at("/film", r -> r.response().putHeader("Content-Type", "video/mp4").end("film"))
        .at("/forbidden", r -> r.response().setStatusCode(403).end())
        .at("/broken", r -> r.response().setStatusCode(500).end())
        .page("/hidden", "<meta name=robots content=noindex><p>x");

    assertThat(run("/gone", 1, null).outcome()).isEqualTo(PageOutcome.GONE);
    assertThat(run("/film").sentence()).contains("video/mp4", "neither a page nor a file");
    assertThat(run("/forbidden").outcome()).isEqualTo(PageOutcome.REFUSED);
    assertThat(run("/broken").outcome()).isEqualTo(PageOutcome.FAILED);
    assertThat(run("/hidden").sentence()).contains("noindex");
    assertThat(run("/sitemap.xml", 1, null).sentence()).isEmpty();
    assertThat(taught).isEmpty();
  }

  @Test
  void aFileIsSentToThoseWhoReadFiles() {
    Buffer bytes = Buffer.buffer("%PDF" + "x".repeat(90_000));
    site.at("/f", r -> r.response().putHeader("Content-Type", "application/pdf").end(bytes));
    Buffer stored = Buffer.buffer();
    List<AddFile> files = new CopyOnWriteArrayList<>();
    StoreFilePart.ADDRESS
        .serve(
            vertx.eventBus(),
            part -> {
              byte[] content = new byte[part.content().remaining()];
              part.content().duplicate().get(content);
              stored.appendBytes(content);
              return Future.succeededFuture(new Done());
            })
        .await();
    AddFile.ADDRESS
        .serve(
            vertx.eventBus(),
            file -> {
              files.add(file);
              return Future.failedFuture(
                  new Problem(Problem.Kind.BUSY, "Too many files wait. Please wait, too."));
            })
        .await();

    ClosePage busy = run("/f", 1, null);

    assertThat(busy.outcome()).isEqualTo(PageOutcome.POSTPONED);
    assertThat(stored).isEqualTo(bytes);
    assertThat(files).extracting(AddFile::name).containsExactly(site.url("/f"));
    assertThat(files).extracting(AddFile::bytes).containsExactly((long) bytes.length());
  }

  @Test
  void aPageThatUnfoldsWithoutEndIsRefused() {
    Buffer bomb = TrapSite.gzip("0".repeat(1 << 20), 64);
    site.at(
        "/",
        r ->
            r.response()
                .putHeader("Content-Encoding", "gzip")
                .putHeader("Content-Type", "text/html")
                .end(bomb));

    assertThat(run("/").sentence()).contains("larger than");
  }

  @Test
  void aSitemapLeadsToPagesOneStepAway() {
    Buffer packed =
        TrapSite.gzip("<urlset><url><loc>" + site.url("/a") + "</loc></url></urlset>", 1);
    site.at(
        "/m.xml.gz", r -> r.response().putHeader("Content-Type", "application/gzip").end(packed));

    ClosePage closed = run("/m.xml.gz", 1, null);

    assertThat(closed.outcome()).isEqualTo(PageOutcome.READ);
    assertThat(closed.links()).containsExactly(site.url("/a"));
    assertThat(closed.linksDepth()).isEqualTo(1);
  }

  @Test
  void aBusyServerPutsAPageOff() {
    site.page("/", "<p>Text");
    refusal.set(Problem.Kind.BUSY);

    assertThat(run("/").outcome()).isEqualTo(PageOutcome.POSTPONED);
  }

  private ClosePage run(String path) {
    return run(path, 0, null);
  }

  private ClosePage run(String path, int depth, @Nullable String hash) {
    return work.run(UUID.randomUUID(), page(path, depth, hash));
  }

  // javac leaves @Nullable out of a compact constructor's class file, so NullAway misses it.
  @SuppressWarnings("NullAway")
  private ClaimedPage.Page page(String path, int depth, @Nullable String hash) {
    return new ClaimedPage.Page(
        UUID.randomUUID(),
        UUID.randomUUID(),
        UUID.randomUUID(),
        site.url(path),
        site.url("/"),
        depth,
        3,
        List.of(),
        List.of("*/b.pdf"),
        hash == null ? null : "\"known\"",
        null,
        hash);
  }

  private static Chatbot chatbot(UUID id) {
    ChatbotSettings settings =
        new ChatbotSettings(
            "helper",
            new ChatbotSettings.Response(1, 1, true, 800, 6, 0.7, "", 0, 0),
            new ChatbotSettings.Restrictions(List.of(), List.of()),
            new ChatbotSettings.DocumentSettings(
                new ChatbotSettings.Results(3, 0.3), new ChatbotSettings.TextSplitter(1000, 200)),
            true,
            TurnOrder.QUEUE);
    return new Chatbot(id, UUID.randomUUID(), settings, Instant.EPOCH, Instant.EPOCH);
  }
}
