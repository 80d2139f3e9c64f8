package repartee.routing;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import repartee.contract.Json;
import repartee.contract.Problem;

/** An error of the resource dialect: RFC 9457 with two extension members. */
@JsonPropertyOrder({"type", "title", "status", "detail", "code", "request_id"})
record ProblemJson(
    String type, String title, int status, String detail, int code, String requestId) {

  static String of(Problem problem, int status, String title, String requestId) {
    // With "about:blank" the title is the HTTP status' own phrase (RFC 9457, 4.2.1).
    return Json.compact(
        new ProblemJson(
            "about:blank", title, status, problem.sentence(), problem.kind().code(), requestId));
  }
}
