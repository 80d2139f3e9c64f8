package repartee.routing;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import repartee.contract.Problem;

/** How a family of paths writes its errors: the only place where an error answer is written. */
enum Dialect {
  /** The envelope of the ChatofAI backend API. */
  BACKEND("application/json") {
    @Override
    String body(Problem problem, int status, String title, String requestId) {
      return Envelope.failure(problem, requestId);
    }
  },
  /** RFC 9457, with {@code code} and {@code request_id} as extension members. */
  RESOURCE("application/problem+json") {
    @Override
    String body(Problem problem, int status, String title, String requestId) {
      return ProblemJson.of(problem, status, title, requestId);
    }
  };

  private static final String BACKEND_ROOT = "/api/v1/backend";

  private final String errorType;

  Dialect(String errorType) {
    this.errorType = errorType;
  }

  /** By the beginning of the path. */
  static Dialect of(String path) {
    boolean backend =
        path.startsWith(BACKEND_ROOT)
            && (path.length() == BACKEND_ROOT.length()
                || path.charAt(BACKEND_ROOT.length()) == '/');
    return backend ? BACKEND : RESOURCE;
  }

  abstract String body(Problem problem, int status, String title, String requestId);

  /**
   * Answers with a problem; an answer whose head has left is broken off instead, so that it cannot
   * pass for a whole one.
   */
  void fail(HttpServerResponse response, String requestId, Problem problem) {
    if (response.ended() || response.closed()) {
      return;
    }
    if (response.headWritten()) {
      response.reset();
      return;
    }
    int status = problem.kind().status();
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, errorType)
        // Else a cache may keep a 404, which is true for a moment only (RFC 9111, 4.2.2).
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (problem.retryAfterSeconds() > 0) {
      response.putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(problem.retryAfterSeconds()));
    }
    if (status == 401) {
      response.putHeader("WWW-Authenticate", "Bearer");
    }
    response.end(body(problem, status, response.getStatusMessage(), requestId));
  }
}
