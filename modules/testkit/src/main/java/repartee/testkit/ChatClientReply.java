package repartee.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import repartee.contract.Json;

/** What came back. */
public record ChatClientReply(int status, MultiMap headers, Buffer body) {
  /** The body as text. */
  public String text() {
    return body.toString();
  }

  /** The body as JSON. */
  public JsonNode json() {
    return Json.read(text(), JsonNode.class);
  }
}
