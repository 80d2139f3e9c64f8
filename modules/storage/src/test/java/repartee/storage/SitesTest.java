package repartee.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import repartee.contract.BeginCrawls;
import repartee.contract.Chatbot;
import repartee.contract.ClaimPage;
import repartee.contract.ClaimSweep;
import repartee.contract.ClaimedPage;
import repartee.contract.ClaimedSweep;
import repartee.contract.ClosePage;
import repartee.contract.CloseSweep;
import repartee.contract.FindSite;
import repartee.contract.FindSites;
import repartee.contract.KeepClaims;
import repartee.contract.PageOutcome;
import repartee.contract.Problem;
import repartee.contract.RemoveSite;
import repartee.contract.Site;
import repartee.contract.SiteState;
import repartee.contract.StoreDocument;
import repartee.contract.StoreSite;
import repartee.testkit.PostgreSQL;

/** Sites and their pages, as those who crawl them share the work. */
final class SitesTest {
  private static final int LEASE_MS = 60_000;
  private static House house;

  private Chatbot chatbot;
  private final String host = "http://" + UUID.randomUUID() + ".example";

  @BeforeAll
  static void start() {
    house = new House(PostgreSQL.freshDatabase(), "sites");
  }

  @BeforeEach
  void makeChatbot() {
    chatbot = house.chatbot();
  }

  @AfterAll
  static void stop() {
    house.close();
  }

  @Test
  void aHostIsAskedForOnePageAtATimeAndItsPagesAreFoundByLinks() {
    Site site = stored();
    UUID first = UUID.randomUUID();
    ClaimedPage.Page start = claimed(first);
    assertThat(start.url()).isEqualTo(host + "/");

    assertThat(claim(UUID.randomUUID())).isNull();
    close(first, start, PageOutcome.READ, links("/a", "/b", "/a", "/"));

    assertThat(seen(site).pages().found()).isEqualTo(3);
    UUID second = UUID.randomUUID();
    ClaimedPage.Page next = claimed(second);
    assertThat(next.url()).isIn(host + "/a", host + "/b");
    assertThat(next.depth()).isEqualTo(1);
    assertThat(claim(UUID.randomUUID())).isNull();
    close(second, next, PageOutcome.READ, List.of());
    crawl(site, page -> List.of());
  }

  @Test
  void whatADeadNodeHeldIsAnothersAndItsLateWordChangesNothing() {
    Site site = stored();
    UUID dead = UUID.randomUUID();
    ClaimedPage.Page page = Objects.requireNonNull(claim(dead, 1));

    UUID other = UUID.randomUUID();
    House.until(() -> claim(other) != null);
    close(dead, page, PageOutcome.READ, links("/late"));

    assertThat(seen(site).pages().found()).isEqualTo(1);
    assertThat(seen(site).state()).isEqualTo(SiteState.CRAWLING);
    close(other, page, PageOutcome.READ, List.of());
    assertThat(seen(site).state()).isEqualTo(SiteState.SWEEPING);
    sweep();
  }

  @Test
  void whoSaysThatItStillWorksKeepsItsPage() {
    Site site = stored();
    UUID slow = UUID.randomUUID();
    ClaimedPage.Page page = Objects.requireNonNull(claim(slow, 2_000));

    house.ask(KeepClaims.ADDRESS, new KeepClaims(List.of(slow), LEASE_MS));

    assertThat(claim(UUID.randomUUID())).isNull();
    close(slow, page, PageOutcome.READ, List.of());
    assertThat(seen(site).state()).isEqualTo(SiteState.SWEEPING);
    sweep();
  }

  @Test
  void whatAWholeCrawlDoesNotFindAnyMoreIsForgotten() {
    Site site = stored();
    crawl(site, page -> page.equals("/") ? links("/a", "/b") : List.of());
    assertThat(sweep()).isEmpty();
    assertThat(seen(site).state()).isEqualTo(SiteState.READY);
    assertThat(seen(site).pages().ready()).isEqualTo(3);

    stored();
    crawl(site, page -> page.equals("/") ? links("/a") : List.of());

    assertThat(sweep()).hasSize(1);
    assertThat(seen(site).pages().found()).isEqualTo(2);
    assertThat(seen(site).nextCrawlAt()).isNotNull();
  }

  @Test
  void nothingIsForgottenWhereAPageThatMayLeadToItFailed() {
    Site site = stored();
    crawl(site, page -> page.equals("/") ? links("/a") : List.of());
    sweep();

    stored();
    UUID claim = UUID.randomUUID();
    close(claim, claimed(claim), PageOutcome.FAILED, List.of());

    assertThat(sweep()).isEmpty();
    assertThat(seen(site).state()).isEqualTo(SiteState.READY);
    assertThat(seen(site).pages().ready()).isEqualTo(2);
    assertThat(seen(site).failures())
        .containsExactly(new Site.Failure(host + "/", "It was like this."));
  }

  @Test
  void anUnchangedPageKeepsItsLinksAndIsToldWhatIsKnown() {
    Site site = stored();
    crawl(site, page -> page.equals("/") ? links("/a") : List.of());
    sweep();

    stored();
    UUID claim = UUID.randomUUID();
    ClaimedPage.Page known = claimed(claim);
    assertThat(known.etag()).isEqualTo("\"1\"");
    assertThat(known.hash()).isEqualTo("hash");
    close(claim, known, PageOutcome.UNCHANGED, List.of());
    UUID next = UUID.randomUUID();
    ClaimedPage.Page linked = claimed(next);
    assertThat(linked.url()).isEqualTo(host + "/a");
    close(next, linked, PageOutcome.GONE, List.of());

    assertThat(sweep()).hasSize(1);
    assertThat(seen(site).pages().ready()).isEqualTo(1);
  }

  @Test
  void aSiteHasNoMorePagesThanItMayHave() {
    Site site = stored();
    UUID claim = UUID.randomUUID();
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      many.add(host + "/" + i);
    }
    close(claim, claimed(claim), PageOutcome.READ, many);

    assertThat(seen(site).pages().found()).isEqualTo(1_000);
    assertThat(seen(site).truncated()).isTrue();
    remove(site);
  }

  @Test
  void aRemovedSiteTakesItsDocumentsWithIt() {
    Site site = stored();
    crawl(site, page -> page.equals("/") ? links("/a") : List.of());
    sweep();

    assertThat(remove(site)).hasSize(2);

    assertThat(house.ask(FindSites.ADDRESS, new FindSites(chatbot.id())).sites()).isEmpty();
    assertThat(house.refusal(FindSite.ADDRESS, new FindSite(chatbot.id(), site.id())))
        .isEqualTo(Problem.Kind.UNKNOWN_PATH);
  }

  @Test
  void aPageThatIsTaughtWhileItsSiteIsRemovedIsForgottenWithIt() {
    Site site = stored();
    UUID claim = UUID.randomUUID();
    ClaimedPage.Page page = claimed(claim);

    assertThat(remove(site)).isEmpty();
    assertThat(seen(site).state()).isEqualTo(SiteState.REMOVING);
    teach(page);
    close(claim, page, PageOutcome.TAUGHT, links("/a"));

    assertThat(sweep()).hasSize(1);
    assertThat(house.ask(FindSites.ADDRESS, new FindSites(chatbot.id())).sites()).isEmpty();
  }

  @Test
  void aSiteIsCrawledAgainWhenItIsDueAndNotBefore() {
    Site site = stored();
    crawl(site, page -> List.of());
    sweep();

    house.ask(BeginCrawls.ADDRESS, new BeginCrawls(10));

    assertThat(seen(site).state()).isEqualTo(SiteState.READY);
  }

  @Test
  void aChatbotHasNoMoreSitesThanItMayHave() {
    assertThat(house.refusal(StoreSite.ADDRESS, store(host + "/", 0)))
        .isEqualTo(Problem.Kind.INVALID);
    assertThat(
            house.refusal(
                StoreSite.ADDRESS,
                new StoreSite(UUID.randomUUID(), host, 1, List.of(), List.of(), 0, 5)))
        .isEqualTo(Problem.Kind.UNKNOWN_CHATBOT);
  }

  private Site stored() {
    return house.ask(StoreSite.ADDRESS, store(host + "/", 5));
  }

  private StoreSite store(String url, int sitesMax) {
    return new StoreSite(chatbot.id(), url, 3, List.of(), List.of("*.pdf"), 24, sitesMax);
  }

  private Site seen(Site site) {
    return house.ask(FindSite.ADDRESS, new FindSite(chatbot.id(), site.id()));
  }

  /** Teaches all pages that are due, each under its address. */
  private void crawl(Site site, java.util.function.Function<String, List<String>> linksOf) {
    while (seen(site).state() == SiteState.CRAWLING) {
      UUID claim = UUID.randomUUID();
      ClaimedPage.Page page = claimed(claim);
      teach(page);
      String path = page.url().substring(host.length());
      close(claim, page, PageOutcome.TAUGHT, linksOf.apply(path));
    }
  }

  // javac leaves @Nullable out of a compact constructor's class file, so NullAway misses it.
  @SuppressWarnings("NullAway")
  private void teach(ClaimedPage.Page page) {
    house.ask(
        StoreDocument.ADDRESS,
        new StoreDocument(chatbot.id(), page.url(), "site", "text", "none", List.of(), null, null));
  }

  private List<String> links(String... paths) {
    return java.util.stream.Stream.of(paths).map(path -> host + path).toList();
  }

  private static ClaimedPage.@Nullable Page claim(UUID claim) {
    return claim(claim, LEASE_MS);
  }

  private static ClaimedPage.@Nullable Page claim(UUID claim, int leaseMs) {
    return house.ask(ClaimPage.ADDRESS, new ClaimPage(claim, leaseMs)).page();
  }

  private static ClaimedPage.Page claimed(UUID claim) {
    return Objects.requireNonNull(claim(claim));
  }

  // javac leaves @Nullable out of a compact constructor's class file, so NullAway misses it.
  @SuppressWarnings("NullAway")
  private static void close(
      UUID claim, ClaimedPage.Page page, PageOutcome outcome, List<String> links) {
    boolean bad = outcome == PageOutcome.FAILED;
    house.ask(
        ClosePage.ADDRESS,
        new ClosePage(
            claim,
            page.siteId(),
            page.id(),
            outcome,
            bad ? "It was like this." : "",
            "\"1\"",
            null,
            "hash",
            links,
            page.depth() + 1,
            0,
            60_000,
            1,
            1_000));
  }

  private List<ClaimedSweep.Page> remove(Site site) {
    house.ask(RemoveSite.ADDRESS, new RemoveSite(chatbot.id(), site.id()));
    return sweep();
  }

  /** The pages that were to be forgotten, with a document. */
  private static List<ClaimedSweep.Page> sweep() {
    List<ClaimedSweep.Page> all = new ArrayList<>();
    while (true) {
      UUID claim = UUID.randomUUID();
      ClaimedSweep.Sweep sweep =
          house.ask(ClaimSweep.ADDRESS, new ClaimSweep(claim, LEASE_MS, 1_000)).sweep();
      if (sweep == null) {
        return all;
      }
      sweep.pages().stream().filter(page -> page.documentId() != null).forEach(all::add);
      house.ask(
          CloseSweep.ADDRESS,
          new CloseSweep(
              claim, sweep.siteId(), sweep.pages().stream().map(ClaimedSweep.Page::id).toList()));
    }
  }
}
