package repartee.crawler;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One fetch's connections, of which there is one at a time; bounded in bytes. */
final class Exchange {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final String X_ROBOTS_TAG = "X-Robots-Tag";
  private static final int VALIDATOR_CHARS_MAX = 1000;

  private final HttpClient client;
  private final CrawlerConfiguration configuration;
  private @Nullable HttpClientRequest running;
  private boolean over;

  Exchange(HttpClient client, CrawlerConfiguration configuration) {
    this.client = client;
    this.configuration = configuration;
  }

  /** What a host has said. */
  sealed interface Answer {
    /** What was to be read. */
    record Read(Fetch.Fetched fetched) implements Answer {}

    /** It stands at that address, as it was written. */
    record Elsewhere(String location) implements Answer {}
  }

  /** Connects to that address and no other; TLS checks the name, which no address can stand for. */
  Future<Void> connect(WebUrl url, InetAddress address) {
    end();
    over = false;
    return client
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(url.port(), address.getHostAddress()))
                .setHost(url.host().text())
                .setPort(url.port())
                .setSsl(url.isSecure())
                .setURI(url.target())
                .setFollowRedirects(false))
        .onSuccess(
            request -> {
              running = request;
              if (over) {
                request.reset();
              }
            })
        .mapEmpty();
  }

  /** On the connection that was just made. */
  Future<Answer> ask(Fetch wanted, WebUrl url) {
    HttpClientRequest request = running;
    if (request == null || over) {
      return Future.failedFuture(Unreadable.forNow("The site took too long to answer."));
    }
    request
        .putHeader(HttpHeaders.USER_AGENT, configuration.userAgent())
        .putHeader(HttpHeaders.ACCEPT, wanted.accept())
        .putHeader(HttpHeaders.ACCEPT_ENCODING, "gzip");
    // They are of the first address, not of where it leads.
    if (url.equals(wanted.url())) {
      put(request, HttpHeaders.IF_NONE_MATCH, wanted.validators().etag());
      put(request, HttpHeaders.IF_MODIFIED_SINCE, wanted.validators().lastModified());
    }
    return request
        .send()
        .timeout(configuration.firstByteTimeoutMs(), TimeUnit.MILLISECONDS)
        .compose(response -> read(wanted, url, response));
  }

  /** Whatever still comes is not wanted. */
  void end() {
    over = true;
    HttpClientRequest request = running;
    running = null;
    if (request != null) {
      request.reset();
    }
  }

  private Future<Answer> read(Fetch wanted, WebUrl url, HttpClientResponse response) {
    String location = response.getHeader(HttpHeaders.LOCATION);
    if (REDIRECTS.contains(response.statusCode()) && location != null) {
      return Future.succeededFuture(new Answer.Elsewhere(location));
    }
    // An error's page is not read by anybody.
    return (response.statusCode() == 200
            ? body(response, wanted.cut())
            : Future.succeededFuture(Buffer.buffer()))
        .map(body -> new Answer.Read(fetched(url, response, body)));
  }

  private Future<Buffer> body(HttpClientResponse response, boolean cut) {
    int bytesMax = configuration.pageBytesMax();
    Promise<Buffer> collected = Promise.promise();
    Buffer body = Buffer.buffer();
    response
        .handler(
            chunk -> {
              body.appendBuffer(chunk);
              if (body.length() > bytesMax) {
                response.pause();
                if (cut) {
                  collected.tryComplete(body.slice(0, bytesMax));
                } else {
                  collected.tryFail(tooLarge(bytesMax));
                }
                end();
              }
            })
        .exceptionHandler(collected::tryFail)
        .endHandler(end -> collected.tryComplete(body));
    return collected.future();
  }

  private static Fetch.Fetched fetched(WebUrl url, HttpClientResponse response, Buffer body) {
    return new Fetch.Fetched(
        url,
        response.statusCode(),
        header(response, HttpHeaders.CONTENT_TYPE),
        codings(response),
        new Fetch.Validators(
            validator(response, HttpHeaders.ETAG), validator(response, HttpHeaders.LAST_MODIFIED)),
        String.join(",", response.headers().getAll(X_ROBOTS_TAG)),
        body);
  }

  private static List<String> codings(HttpClientResponse response) {
    return response.headers().getAll(HttpHeaders.CONTENT_ENCODING).stream()
        .flatMap(value -> Stream.of(value.split(",")))
        .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
        .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
        .toList();
  }

  private static @Nullable String validator(HttpClientResponse response, CharSequence name) {
    String value = header(response, name);
    return value.isEmpty() || value.length() > VALIDATOR_CHARS_MAX ? null : value;
  }

  private static String header(HttpClientResponse response, CharSequence name) {
    String value = response.getHeader(name);
    return value == null ? "" : value;
  }

  private static void put(
      HttpClientRequest request, CharSequence name, @Nullable String validator) {
    if (validator != null) {
      request.putHeader(name, validator);
    }
  }

  static Unreadable tooLarge(int bytesMax) {
    return Unreadable.forGood("The page is larger than " + bytesMax + " bytes.");
  }
}
