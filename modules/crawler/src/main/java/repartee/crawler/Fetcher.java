package repartee.crawler;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads from the web what may be read. A name is resolved once for each hop, all of its addresses
 * are checked, and one of those that were checked is connected to, so that a name that changes
 * between two look-ups changes nothing. Redirects are followed here, hop by hop.
 */
final class Fetcher {
  private static final int HEAD_BYTES_MAX = 32 << 10;
  private static final int LINE_BYTES_MAX = 8 << 10;
  private static final int CONNECTIONS_PER_ADDRESS = 8;
  private static final int REQUESTS_WAITING_MAX = 64;
  private static final int ADDRESSES_TRIED_MAX = 4;

  private final Context context;
  private final HttpClient client;
  private final NameResolver names;
  private final AddressGuard guard;
  private final CrawlerConfiguration configuration;

  /** Works on {@code context}, and may be asked from any thread. */
  Fetcher(Vertx vertx, NameResolver names, CrawlerConfiguration configuration) {
    this.context = vertx.getOrCreateContext();
    this.names = names;
    this.guard = new AddressGuard(configuration.allowAddresses());
    this.configuration = configuration;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setConnectTimeout(configuration.connectTimeoutMs())
                // What a host may cost ends with its one answer, and nothing of it is reused.
                .setKeepAlive(false)
                .setDecompressionSupported(false)
                .setMaxHeaderSize(HEAD_BYTES_MAX)
                .setMaxInitialLineLength(LINE_BYTES_MAX),
            new PoolOptions()
                .setHttp1MaxSize(CONNECTIONS_PER_ADDRESS)
                .setMaxWaitQueueSize(REQUESTS_WAITING_MAX));
  }

  Future<Void> close() {
    return client.close();
  }

  /** Fails with {@link Unreadable}, or as {@code admit} does. */
  Future<Fetch.Fetched> fetch(Fetch wanted) {
    return Future.<Fetch.Fetched>future(
        done ->
            context.runOnContext(
                here -> {
                  Exchange exchange = new Exchange(client, configuration);
                  hop(exchange, wanted, wanted.url(), 0)
                      // Ends also what dawdles without end, wherever it has come to.
                      .timeout(configuration.fetchTimeoutMs(), TimeUnit.MILLISECONDS)
                      .onComplete(over -> exchange.end())
                      .recover(cause -> Future.failedFuture(explained(cause)))
                      .onComplete(done);
                }));
  }

  private Future<Fetch.Fetched> hop(Exchange exchange, Fetch wanted, WebUrl url, int hops) {
    return wanted
        .admit()
        .apply(url)
        .compose(admitted -> checked(url))
        .compose(addresses -> exchange(exchange, wanted, url, addresses, 0))
        .compose(
            answer ->
                switch (answer) {
                  case Exchange.Answer.Read read -> Future.succeededFuture(read.fetched());
                  case Exchange.Answer.Elsewhere elsewhere ->
                      hops >= configuration.redirectsMax()
                          ? Future.failedFuture(tooManyHops())
                          : hop(exchange, wanted, url.resolve(elsewhere.location()), hops + 1);
                });
  }

  /** Whoever has one address that must not be reached has none. */
  private Future<List<InetAddress>> checked(WebUrl url) {
    InetAddress literal = url.literal();
    Future<List<InetAddress>> found =
        literal == null
            ? names
                .resolve(url.host().text())
                .recover(cause -> Future.failedFuture(unknownName(url)))
            : Future.succeededFuture(List.of(literal));
    return found.map(
        addresses -> {
          if (addresses.isEmpty()) {
            throw unknownName(url);
          }
          if (!addresses.stream().allMatch(guard::admits)) {
            throw refused(url);
          }
          // Not every machine has IPv6.
          return addresses.stream()
              .sorted(Comparator.comparingInt(address -> address.getAddress().length))
              .limit(ADDRESSES_TRIED_MAX)
              .toList();
        });
  }

  private static Future<Exchange.Answer> exchange(
      Exchange exchange, Fetch wanted, WebUrl url, List<InetAddress> addresses, int tried) {
    return exchange
        .connect(url, addresses.get(tried))
        .map(request -> true)
        .recover(
            cause ->
                tried + 1 < addresses.size()
                    ? Future.succeededFuture(false)
                    : Future.failedFuture(unreachable(url)))
        .compose(
            connected ->
                connected
                    ? exchange.ask(wanted, url)
                    : exchange(exchange, wanted, url, addresses, tried + 1));
  }

  /** Fails with a sentence where an address itself must not be asked; names are resolved later. */
  void checkLiteral(WebUrl url) throws Unreadable {
    InetAddress literal = url.literal();
    if (literal != null && !guard.admits(literal)) {
      throw refused(url);
    }
  }

  private static Throwable explained(Throwable cause) {
    return switch (cause) {
      case Unreadable told -> told;
      case TimeoutException late -> Unreadable.forNow("The site took too long to answer.");
      default -> Unreadable.forNow("The site's answer broke off, or was not well-formed HTTP.");
    };
  }

  private static Unreadable refused(WebUrl url) {
    return Unreadable.forGood(
        "The host "
            + url.host().text()
            + " is not on the public internet, so it is not asked. An operator can allow its"
            + " address with crawler.allow_addresses.");
  }

  private static Unreadable unknownName(WebUrl url) {
    return Unreadable.forNow("The host " + url.host().text() + " was not found.");
  }

  private static Unreadable unreachable(WebUrl url) {
    return Unreadable.forNow(
        "The host " + url.host().text() + " could not be reached, or not securely.");
  }

  private Unreadable tooManyHops() {
    return Unreadable.forGood(
        "The address redirects more than " + configuration.redirectsMax() + " times.");
  }
}
