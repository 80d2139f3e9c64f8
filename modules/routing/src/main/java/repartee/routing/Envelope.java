package repartee.routing;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;
import repartee.contract.Json;
import repartee.contract.Problem;

/**
 * What every answer of the backend dialect is wrapped in but a stream; a channel's notices too.
 *
 * @param code 0 for success, else the problem's
 * @param data null on failure
 */
@JsonPropertyOrder({"code", "data", "msg", "request_id"})
record Envelope(
    int code, @Nullable Object data, String msg, @JsonProperty("request_id") String requestId) {

  static Envelope success(@Nullable Object data, String requestId) {
    return new Envelope(0, data, "Success.", requestId);
  }

  static Envelope of(Problem problem, String requestId) {
    return new Envelope(problem.kind().code(), null, problem.sentence(), requestId);
  }

  static String failure(Problem problem, String requestId) {
    return Json.compact(of(problem, requestId));
  }
}
