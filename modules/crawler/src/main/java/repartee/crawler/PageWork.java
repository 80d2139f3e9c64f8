package repartee.crawler;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.AddDocument;
import repartee.contract.AddFile;
import repartee.contract.Chatbot;
import repartee.contract.ClaimedPage;
import repartee.contract.ClosePage;
import repartee.contract.FindChatbot;
import repartee.contract.PageOutcome;
import repartee.contract.Problem;
import repartee.contract.Sha256;
import repartee.contract.StoreFilePart;

/** From a page that is due to what came of it: asked for, read, taught. */
final class PageWork {
  private static final Logger log = LoggerFactory.getLogger(PageWork.class);
  // Many a site has none where one is looked for.
  private static final String USUAL_SITEMAP = "/sitemap.xml";

  private final EventBus bus;
  private final Fetcher fetcher;
  private final Robots robots;
  private final PageReading reading;
  private final CrawlerConfiguration configuration;

  PageWork(EventBus bus, Fetcher fetcher, Robots robots, CrawlerConfiguration configuration) {
    this.bus = bus;
    this.fetcher = fetcher;
    this.robots = robots;
    this.reading = new PageReading(configuration);
    this.configuration = configuration;
  }

  /** What came of a page; {@code validators} are kept where its text is. */
  private record Result(
      PageOutcome outcome,
      String sentence,
      Fetch.Validators validators,
      @Nullable String hash,
      List<WebUrl> links,
      int linksDepth) {

    static Result of(PageOutcome outcome, String sentence) {
      return new Result(outcome, sentence, Fetch.Validators.NONE, null, List.of(), 0);
    }

    Result leadingTo(List<WebUrl> links, int depth) {
      return new Result(outcome, sentence, validators, hash, links, depth);
    }
  }

  /** Never fails; blocks for as long as the page takes. */
  ClosePage run(UUID claim, ClaimedPage.Page page) {
    Result result;
    int pauseMs = configuration.pauseMs();
    try {
      WebUrl url = WebUrl.parse(page.url());
      result = read(page, url);
      pauseMs = Math.max(pauseMs, robots.pauseMs(url));
    } catch (Unreadable told) {
      result =
          Result.of(told.isPassing() ? PageOutcome.FAILED : PageOutcome.REFUSED, told.sentence());
    } catch (RuntimeException unforeseen) {
      log.error("a page could not be read site={}", page.siteId(), unforeseen);
      result = Result.of(PageOutcome.FAILED, Problem.of(unforeseen).sentence());
    }
    return new ClosePage(
        claim,
        page.siteId(),
        page.id(),
        result.outcome(),
        result.sentence(),
        result.validators().etag(),
        result.validators().lastModified(),
        result.hash(),
        result.links().stream().map(WebUrl::text).toList(),
        result.linksDepth(),
        pauseMs,
        configuration.retryMs(),
        configuration.triesMax(),
        configuration.pagesMax());
  }

  private Result read(ClaimedPage.Page page, WebUrl url) {
    // The beginning is always read whole: it says where sitemaps are and what has come new.
    Fetch.Validators known =
        page.depth() == 0
            ? Fetch.Validators.NONE
            : new Fetch.Validators(page.etag(), page.lastModified());
    WebUrl site = WebUrl.parse(page.siteUrl());
    Fetch.Fetched fetched =
        fetcher
            .fetch(new Fetch(url, PageReading.ACCEPT, known, false, hop -> admit(site, hop)))
            .await();
    if (!fetched.url().equals(url)) {
      // It is read when its own turn has come, under its own name.
      return Result.of(PageOutcome.READ, "").leadingTo(List.of(fetched.url()), page.depth());
    }
    int status = fetched.status();
    return switch (status) {
      case 200 -> taught(page, url, fetched);
      case 304 -> Result.of(PageOutcome.UNCHANGED, "");
      case 404, 410 ->
          url.target().equals(USUAL_SITEMAP) && page.depth() > 0
              ? Result.of(PageOutcome.READ, "")
              : Result.of(PageOutcome.GONE, "There is no such page (" + status + ").");
      default ->
          Result.of(
              status == 429 || status >= 500 ? PageOutcome.FAILED : PageOutcome.REFUSED,
              "The site answered with " + status + ".");
    };
  }

  private Future<Void> admit(WebUrl site, WebUrl hop) {
    return hop.isOfSiteOf(site)
        ? robots.admit(hop)
        : Future.failedFuture(
            Unreadable.forGood(
                "It leads to another site, "
                    + hop.origin()
                    + ". Please add that one if it is wanted."));
  }

  private Result taught(ClaimedPage.Page page, WebUrl url, Fetch.Fetched fetched) {
    PageContent content = reading.read(fetched);
    WebUrl canonical = content.canonical();
    if (canonical != null && !canonical.equals(url) && canonical.isOfSiteOf(url)) {
      return Result.of(PageOutcome.READ, "").leadingTo(List.of(canonical), page.depth());
    }
    boolean wanted = Glob.isWanted(url, page.include(), page.exclude());
    Result result;
    if (!content.indexed()) {
      result = Result.of(PageOutcome.REFUSED, "The page asks not to be found (noindex).");
    } else if (wanted && content.file() != null) {
      result = send(page, content.file(), fetched.validators());
    } else if (content.text().isBlank() || !wanted) {
      result = Result.of(PageOutcome.READ, "");
    } else {
      result = teach(page, content.text(), fetched.validators());
    }
    if (result.outcome() == PageOutcome.POSTPONED || result.outcome() == PageOutcome.FAILED) {
      return result;
    }
    // What a sitemap names is one step away from the beginning, however deep the list is.
    int depth = content.isMap() ? Math.max(1, page.depth()) : page.depth() + 1;
    return depth > page.siteDepth() ? result : result.leadingTo(leads(page, url, content), depth);
  }

  private List<WebUrl> leads(ClaimedPage.Page page, WebUrl url, PageContent content) {
    List<WebUrl> links = new ArrayList<>();
    if (page.depth() == 0 && !content.isMap()) {
      robots.sitemaps(url).await().stream()
          .map(map -> HtmlPage.link(url, map))
          .filter(map -> map != null && map.isOfSiteOf(url))
          .forEach(links::add);
    }
    content.links().stream()
        .filter(
            link ->
                Glob.isWanted(link, page.include(), page.exclude())
                    || (content.isMap() && isMap(link)))
        .forEach(links::add);
    return links;
  }

  private static boolean isMap(WebUrl link) {
    return link.path().endsWith(".xml") || link.path().endsWith(".xml.gz");
  }

  private Result teach(ClaimedPage.Page page, String text, Fetch.Validators validators) {
    return changed(
        page,
        Sha256.of(text),
        validators,
        () -> {
          Chatbot chatbot = FindChatbot.ADDRESS.ask(bus, new FindChatbot(page.chatbotId())).await();
          AddDocument.ADDRESS.ask(bus, AddDocument.ofText(chatbot, page.url(), text)).await();
        });
  }

  /** What becomes of the file its document says. */
  private Result send(ClaimedPage.Page page, Buffer file, Fetch.Validators validators) {
    return changed(
        page,
        Sha256.of(file.getBytes()),
        validators,
        () -> {
          UUID upload = UUID.randomUUID();
          List<StoreFilePart> parts = StoreFilePart.cut(upload, 0, file);
          parts.forEach(part -> StoreFilePart.ADDRESS.ask(bus, part).await());
          AddFile.ADDRESS
              .ask(
                  bus,
                  new AddFile(page.chatbotId(), upload, page.url(), file.length(), parts.size()))
              .await();
        });
  }

  /** Taught where it is not what is known already. */
  private static Result changed(
      ClaimedPage.Page page, String hash, Fetch.Validators validators, Runnable teaching) {
    Result taught = new Result(PageOutcome.TAUGHT, "", validators, hash, List.of(), 0);
    if (hash.equals(page.hash())) {
      return taught;
    }
    try {
      teaching.run();
      return taught;
    } catch (Problem problem) {
      if (problem.kind().isPassing()) {
        return Result.of(PageOutcome.POSTPONED, "");
      }
      return problem.kind() == Problem.Kind.INVALID
              || problem.kind() == Problem.Kind.UNKNOWN_CHATBOT
          ? Result.of(PageOutcome.READ, "")
          : Result.of(PageOutcome.FAILED, problem.sentence());
    }
  }
}
