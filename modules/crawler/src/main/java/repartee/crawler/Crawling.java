package repartee.crawler;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.BeginCrawls;
import repartee.contract.ClaimPage;
import repartee.contract.ClaimSweep;
import repartee.contract.ClaimedPage;
import repartee.contract.ClaimedSweep;
import repartee.contract.ClosePage;
import repartee.contract.CloseSweep;
import repartee.contract.Done;
import repartee.contract.KeepClaims;
import repartee.contract.Problem;
import repartee.contract.RemoveDocument;

/** Looks for pages that are due, works on a few of them at once, and sweeps behind the crawls. */
final class Crawling {
  private static final Logger log = LoggerFactory.getLogger(Crawling.class);
  private static final int BEGUN_AT_ONCE_MAX = 100;
  private static final int SWEPT_AT_ONCE_MAX = 100;
  private static final long IDLE_SECONDS = 30;

  private final Vertx vertx;
  private final EventBus bus;
  private final Context context;
  private final PageWork work;
  private final CrawlerConfiguration configuration;
  private final ThreadPoolExecutor threads;
  private final Set<UUID> claims = new HashSet<>();
  private boolean looking;
  private boolean sweeping;
  private int pages;
  private boolean over;

  /** Works on the context that it is made on. */
  Crawling(Vertx vertx, PageWork work, CrawlerConfiguration configuration) {
    this.vertx = vertx;
    this.bus = vertx.eventBus();
    this.context = vertx.getOrCreateContext();
    this.work = work;
    this.configuration = configuration;
    // No more pages are taken than there are threads, so nothing waits there.
    this.threads =
        new ThreadPoolExecutor(
            configuration.pagesAtOnce(),
            configuration.pagesAtOnce(),
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("crawler-", 0).daemon().factory());
    threads.allowCoreThreadTimeOut(true);
  }

  void begin() {
    vertx.setPeriodic(
        configuration.lookEveryMs(),
        tick ->
            BeginCrawls.ADDRESS
                .ask(bus, new BeginCrawls(BEGUN_AT_ONCE_MAX))
                .onComplete(
                    begun -> {
                      look();
                      sweep();
                    }));
    vertx.setPeriodic(Math.max(1, configuration.leaseMs() / 3), tick -> keep());
  }

  /** What was begun is another's when its lease is over. */
  void end() {
    over = true;
    threads.shutdownNow();
  }

  /** Takes a page if there is one, and the next one after it. */
  void look() {
    if (over || looking || pages >= configuration.pagesAtOnce()) {
      return;
    }
    looking = true;
    UUID claim = UUID.randomUUID();
    ClaimPage.ADDRESS
        .ask(bus, new ClaimPage(claim, configuration.leaseMs()))
        .onComplete(
            claimed -> {
              looking = false;
              if (claimed.succeeded()) {
                take(claim, claimed.result());
              }
            });
  }

  private void take(UUID claim, ClaimedPage claimed) {
    ClaimedPage.Page page = claimed.page();
    if (page != null && !over) {
      pages++;
      claims.add(claim);
      threads.execute(() -> work(claim, page));
      look();
    } else if (claimed.nextInMs() < configuration.lookEveryMs()) {
      vertx.setTimer(Math.max(1, claimed.nextInMs()), due -> look());
    }
  }

  private void work(UUID claim, ClaimedPage.Page page) {
    ClosePage closing = work.run(claim, page);
    context.runOnContext(
        here ->
            (over ? Future.<Done>succeededFuture() : ClosePage.ADDRESS.ask(bus, closing))
                .onFailure(
                    cause ->
                        log.warn(
                            "a page will be read again site={} reason={}",
                            page.siteId(),
                            cause.getMessage()))
                .onComplete(
                    closed -> {
                      pages--;
                      claims.remove(claim);
                      look();
                      sweep();
                    }));
  }

  private void keep() {
    if (!claims.isEmpty() && !over) {
      KeepClaims.ADDRESS.ask(bus, new KeepClaims(new ArrayList<>(claims), configuration.leaseMs()));
    }
  }

  private void sweep() {
    if (over || sweeping) {
      return;
    }
    sweeping = true;
    UUID claim = UUID.randomUUID();
    claims.add(claim);
    ClaimSweep.ADDRESS
        .ask(bus, new ClaimSweep(claim, configuration.leaseMs(), SWEPT_AT_ONCE_MAX))
        .compose(
            claimed -> {
              ClaimedSweep.Sweep found = claimed.sweep();
              return found == null
                  ? Future.succeededFuture(false)
                  : forget(found, 0)
                      .compose(
                          forgotten ->
                              CloseSweep.ADDRESS.ask(
                                  bus, new CloseSweep(claim, found.siteId(), ids(found))))
                      .map(closed -> true);
            })
        .onComplete(
            swept -> {
              claims.remove(claim);
              sweeping = false;
              if (swept.succeeded() && swept.result()) {
                sweep();
              }
            });
  }

  private static List<UUID> ids(ClaimedSweep.Sweep sweep) {
    return sweep.pages().stream().map(ClaimedSweep.Page::id).toList();
  }

  /** One after the other: nobody waits for it, and others do for the same threads. */
  private Future<Void> forget(ClaimedSweep.Sweep sweep, int from) {
    if (from == sweep.pages().size()) {
      return Future.succeededFuture();
    }
    UUID document = sweep.pages().get(from).documentId();
    Future<Done> forgotten =
        document == null
            ? Future.succeededFuture(new Done())
            : RemoveDocument.ADDRESS
                .ask(bus, new RemoveDocument(sweep.chatbotId(), document))
                .recover(Crawling::unlessGone);
    return forgotten.compose(done -> forget(sweep, from + 1));
  }

  private static Future<Done> unlessGone(Throwable cause) {
    return cause instanceof Problem problem && problem.kind() == Problem.Kind.UNKNOWN_PATH
        ? Future.succeededFuture(new Done())
        : Future.failedFuture(cause);
  }
}
