package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The strict door for request bodies: plain JSON, bounded in size and in time. */
final class Bodies {
  // A person on a bad line sends 10 MB in that time; who trickles bytes holds a socket no longer.
  private static final long ARRIVES_WITHIN_MS = 60_000;
  // What is too large is read on and dropped for so long, as most clients read no answer before.
  static final long DROPPED_BYTES_MAX = 64L << 20;
  // Larger ones are parsed beside the event loop.
  private static final int PARSED_AT_ONCE_BYTES_MAX = 64 << 10;

  private final Vertx vertx;
  private final int bytesMax;

  /** {@code bytesMax}: the largest body where nothing else is said. */
  Bodies(Vertx vertx, int bytesMax) {
    this.vertx = vertx;
    this.bytesMax = bytesMax;
  }

  /** As {@link #read(HttpServerRequest, int)} of a body of the usual size. */
  Future<Fields> read(HttpServerRequest request) {
    return read(request, bytesMax);
  }

  /**
   * The fields of the request's JSON object. Fails with {@code UNSUPPORTED_MEDIA}, {@code
   * TOO_LARGE} or {@code INVALID}.
   */
  Future<Fields> read(HttpServerRequest request, int bytesMax) {
    if (!isJson(request)) {
      return Future.failedFuture(Problems.unsupportedMedia());
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
      if (declaredLength(request) > bytesMax) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        return Future.failedFuture(Problems.tooLarge(bytesMax));
      }
      request.response().writeContinue();
    }
    return collect(request, bytesMax).compose(body -> parsed(body, Fields::parse));
  }

  /**
   * What {@code rows} makes of the request's table (RFC 4180) in UTF-8. Fails with {@code
   * TOO_LARGE} or {@code INVALID}, and as that does.
   */
  <T> Future<T> readTable(HttpServerRequest request, Function<String, T> rows) {
    return collect(request, bytesMax)
        .compose(
            body ->
                parsed(
                    body,
                    bytes ->
                        rows.apply(
                            Fields.utf8(
                                bytes, "The table is not valid UTF-8. Please save it as UTF-8."))));
  }

  static boolean isTable(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("text/csv");
  }

  private Future<Buffer> collect(HttpServerRequest request, int bytesMax) {
    Promise<Buffer> collected = Promise.promise();
    Buffer body = Buffer.buffer();
    long[] seen = {0};
    request
        .handler(
            chunk -> {
              seen[0] += chunk.length();
              if (seen[0] <= bytesMax) {
                body.appendBuffer(chunk);
              } else if (seen[0] > bytesMax + DROPPED_BYTES_MAX) {
                request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                collected.tryFail(Problems.tooLarge(bytesMax));
              }
            })
        .exceptionHandler(collected::tryFail)
        .endHandler(
            end -> {
              if (seen[0] > bytesMax) {
                collected.tryFail(Problems.tooLarge(bytesMax));
              } else {
                collected.tryComplete(body);
              }
            })
        .resume();
    long timer =
        vertx.setTimer(
            ARRIVES_WITHIN_MS,
            late -> {
              request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
              collected.tryFail(
                  Problems.invalid("The body did not arrive whole. Please check its length."));
            });
    return collected.future().andThen(done -> vertx.cancelTimer(timer));
  }

  private <T> Future<T> parsed(Buffer body, Function<byte[], T> parse) {
    if (body.length() <= PARSED_AT_ONCE_BYTES_MAX) {
      return Future.succeededFuture(body.getBytes()).map(parse);
    }
    return vertx.executeBlocking(() -> parse.apply(body.getBytes()), false);
  }

  private static long declaredLength(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException notOne) {
      return Long.MAX_VALUE;
    }
  }

  private static boolean isJson(HttpServerRequest request) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      return false;
    }
    return isJson(request.getHeader(HttpHeaders.CONTENT_TYPE));
  }

  /** Whether a media type is JSON in UTF-8; one that is not said is taken for it. */
  static boolean isJson(@Nullable String contentType) {
    if (contentType == null) {
      return true;
    }
    String[] parts = contentType.toLowerCase(Locale.ROOT).split(";");
    String type = parts[0].strip();
    boolean json =
        type.equals("application/json")
            || (type.startsWith("application/") && type.endsWith("+json"));
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].replace("\"", "").replace(" ", "");
      if (parameter.startsWith("charset=")
          && !parameter.matches("charset=utf-?8|charset=us-ascii")) {
        return false;
      }
    }
    return json;
  }
}
