package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeoutException;
import repartee.contract.AnswerBegun;
import repartee.contract.DelimitedStreamWriter;

/** The delimited stream as a chunked HTTP body: one write for the head, one for each piece. */
final class AnswerStream {
  private final EventBus bus;
  private final RoutingConfiguration configuration;

  AnswerStream(EventBus bus, RoutingConfiguration configuration) {
    this.bus = bus;
    this.configuration = configuration;
  }

  /** Succeeds when all is written, or the reader has left: the answer itself goes on. */
  Future<Void> write(HttpServerRequest request, int status, AnswerBegun begun) {
    HttpServerResponse response = request.response();
    response
        .setStatusCode(status)
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Accel-Buffering", "no");
    SlowReader reader = new SlowReader(response::write, configuration);
    return reader
        .take(DelimitedStreamWriter.head(begun.header()))
        .compose(head -> AnswerReading.read(bus, begun, reader::take))
        .compose(
            end -> {
              if (Asking.brokeOff(end.state())) {
                // A chunked body without its end cannot pass for a whole one.
                response.reset();
                Hangup.soon(request.connection());
                return Future.<Void>succeededFuture();
              }
              return response.end();
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
