package repartee.routing;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.Caller;
import repartee.contract.Json;
import repartee.contract.Problem;

/**
 * One request of a caller who may make it.
 *
 * @param own the uid of the conversation that the path names, if a visitor came: it is their own
 */
record Visit(RoutingContext context, Caller caller, @Nullable String own) {
  private static final Logger log = LoggerFactory.getLogger(Visit.class);

  HttpServerRequest request() {
    return context.request();
  }

  HttpServerResponse response() {
    return context.response();
  }

  String requestId() {
    return RequestId.of(response());
  }

  /** A part of the path, decoded. */
  String path(String name) {
    return String.valueOf(context.pathParam(name));
  }

  /** A part of the path that is an id; fails with {@code UNKNOWN_PATH} where it is none. */
  UUID id(String name) throws Problem {
    UUID id = Ids.uuid(path(name));
    if (id == null) {
      throw Problems.unknownPath();
    }
    return id;
  }

  /** A bare answer of the resource dialect. */
  Future<Void> answer(int status, Object value) {
    return json(status, Json.compact(value));
  }

  /** Where the page behind this one is (RFC 8288). */
  void next(String url) {
    response().putHeader("Link", "<" + url + ">; rel=\"next\"");
  }

  /** A page of a list that is read on behind its last name; a full one says where. */
  <T> Future<Void> page(List<T> rows, int limit, Function<T, String> name) {
    if (rows.size() == limit) {
      String after = URLEncoder.encode(name.apply(rows.getLast()), StandardCharsets.UTF_8);
      next(request().path() + "?after=" + after + "&limit=" + limit);
    }
    return answer(200, rows);
  }

  /** A table (RFC 4180) to be kept under this name. */
  Future<Void> table(String filename, String table) {
    return response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/csv; charset=utf-8")
        .putHeader("Content-Disposition", "attachment; filename=\"" + filename + "\"")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(table);
  }

  /** Success in the backend dialect. */
  Future<Void> succeed(Object data) {
    return json(200, Json.compact(Envelope.success(data, requestId())));
  }

  Future<Void> nothing() {
    return response().setStatusCode(204).end();
  }

  Future<Void> json(int status, String json) {
    return response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(json);
  }

  /** Answers a request that failed, whoever made it; the unforeseen is logged here, once. */
  static void fail(HttpServerRequest request, Throwable cause) {
    HttpServerResponse response = request.response();
    Problem problem = Problem.of(cause);
    String id = RequestId.of(response);
    if (problem.kind() == Problem.Kind.INTERNAL && !response.closed()) {
      log.error("a request failed request={} method={}", id, request.method(), cause);
    }
    Dialect.of(request.path()).fail(response, id, problem);
    // What of the body was not read is dropped, so that the connection can be used again.
    request.resume();
  }
}
