package repartee.routing;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import repartee.contract.AnswerRef;

/** What tells an answer from the same one begun anew (RFC 9110, sections 8.8.3 and 13). */
record EntityTag(String text) {
  private static final String WEAK = "W/";

  static EntityTag of(AnswerRef answer) {
    return new EntityTag("\"" + answer.messageId() + "." + answer.epoch() + "\"");
  }

  boolean satisfiesIfMatch(HttpServerRequest request) {
    List<String> tags = tags(request, "If-Match");
    return tags.isEmpty() || tags.contains("*") || tags.contains(text);
  }

  /** The range is meant for this tag alone; one that is weak, or a date, is none of ours. */
  boolean satisfiesIfRange(HttpServerRequest request) {
    String wanted = request.getHeader("If-Range");
    return wanted == null || wanted.strip().equals(text);
  }

  boolean isNamedByIfNoneMatch(HttpServerRequest request) {
    return tags(request, "If-None-Match").stream()
        .anyMatch(
            tag ->
                tag.equals("*")
                    || (tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag).equals(text));
  }

  // Our own tags hold no comma, so what is cut at one that another's holds is no match either way.
  private static List<String> tags(HttpServerRequest request, String header) {
    return request.headers().getAll(header).stream()
        .flatMap(line -> List.of(line.split(",", -1)).stream())
        .map(String::strip)
        .toList();
  }
}
