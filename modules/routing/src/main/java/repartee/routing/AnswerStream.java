package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeoutException;
import repartee.contract.AnswerBegun;
import repartee.contract.DelimitedStreamWriter;
import repartee.contract.StreamHeader;

/** The delimited stream as a chunked HTTP body: one write for the head, one for each piece. */
final class AnswerStream {
  private final LogWatch watch;
  private final RoutingConfiguration configuration;

  AnswerStream(LogWatch watch, RoutingConfiguration configuration) {
    this.watch = watch;
    this.configuration = configuration;
  }

  /** Succeeds when all is written, or the reader has left: the answer itself goes on. */
  Future<Void> write(HttpServerRequest request, int status, AnswerBegun begun) {
    HttpServerResponse response = begin(request, status).setChunked(true);
    SlowReader reader = new SlowReader(response::write, configuration);
    return finish(
        request,
        reader,
        reader
            .take(DelimitedStreamWriter.head(begun.header()))
            .compose(
                head ->
                    AnswerReading.read(
                        watch,
                        begun,
                        0,
                        piece ->
                            piece.isEmpty()
                                ? Future.succeededFuture(!response.closed())
                                : reader.take(piece).map(true))));
  }

  /** A stream of a header alone, as of an answer that nobody gives. */
  Future<Void> write(HttpServerRequest request, int status, StreamHeader header) {
    return begin(request, status).setChunked(true).end(DelimitedStreamWriter.head(header));
  }

  /** The headers that every delimited stream has. */
  static HttpServerResponse begin(HttpServerRequest request, int status) {
    return request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Accel-Buffering", "no");
  }

  /** Ends a body as its answer ended: one that broke off cannot pass for a whole one. */
  static Future<Void> finish(
      HttpServerRequest request, SlowReader reader, Future<AnswerReading.End> written) {
    HttpServerResponse response = request.response();
    return written
        .compose(
            end -> {
              if (Asking.brokeOff(end.state())) {
                // A chunked body without its end cannot pass for a whole one.
                response.reset();
                Hangup.soon(request.connection());
                return Future.<Void>succeededFuture();
              }
              return response.closed()
                  ? Future.<Void>succeededFuture()
                  : reader.inTime(response.end());
            })
        .recover(
            cause -> {
              if (cause instanceof TimeoutException) {
                Hangup.now(request.connection());
                return Future.succeededFuture();
              }
              Hangup.soon(request.connection());
              return response.closed() ? Future.succeededFuture() : Future.failedFuture(cause);
            });
  }
}
