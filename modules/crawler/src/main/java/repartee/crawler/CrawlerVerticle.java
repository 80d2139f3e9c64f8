package repartee.crawler;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import repartee.contract.AddSite;
import repartee.contract.Problem;
import repartee.contract.Site;
import repartee.contract.StoreSite;

/** Takes in sites, and reads their pages as they are due; one for each node. */
public final class CrawlerVerticle extends VerticleBase {
  private static final int NAME_THREADS = 4;

  private final CrawlerConfiguration configuration;
  private @Nullable Fetcher fetcher;
  private @Nullable Crawling crawling;

  /** Asks storage and knowledge over the bus. */
  public CrawlerVerticle(CrawlerConfiguration configuration) {
    this.configuration = configuration;
  }

  @Override
  public Future<?> start() {
    WorkerExecutor names = vertx.createSharedWorkerExecutor("crawler-names", NAME_THREADS);
    NameResolver resolver =
        name -> names.executeBlocking(() -> List.of(InetAddress.getAllByName(name)), false);
    Fetcher reading = new Fetcher(vertx, resolver, configuration);
    Robots robots = new Robots(reading, configuration.userAgent());
    PageWork work = new PageWork(vertx.eventBus(), reading, robots, configuration);
    Crawling running = new Crawling(vertx, work, configuration);
    fetcher = reading;
    crawling = running;
    return AddSite.ADDRESS
        .serve(vertx.eventBus(), asked -> add(reading, asked).onSuccess(added -> running.look()))
        .onSuccess(served -> running.begin());
  }

  @Override
  public Future<?> stop() {
    Fetcher reading = fetcher;
    Crawling running = crawling;
    if (reading == null || running == null) {
      return Future.succeededFuture();
    }
    running.end();
    return reading.close();
  }

  private Future<Site> add(Fetcher fetcher, AddSite asked) {
    WebUrl url;
    try {
      url = WebUrl.parse(asked.url());
      fetcher.checkLiteral(url);
    } catch (Unreadable told) {
      return Future.failedFuture(new Problem(Problem.Kind.INVALID, told.sentence()));
    }
    return StoreSite.ADDRESS.ask(
        vertx.eventBus(),
        new StoreSite(
            asked.chatbotId(),
            url.text(),
            Objects.requireNonNullElse(asked.depth(), AddSite.DEPTH_USUALLY),
            asked.include(),
            asked.exclude(),
            Objects.requireNonNullElse(asked.refreshHours(), configuration.refreshHours()),
            configuration.sitesMax()));
  }
}
