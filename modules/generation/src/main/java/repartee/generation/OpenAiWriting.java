package repartee.generation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.Json;
import repartee.contract.Problem;

/** One answer of an OpenAI-compatible endpoint, from the request to the last word. */
final class OpenAiWriting {
  private static final Logger log = LoggerFactory.getLogger(OpenAiWriting.class);
  // Far above any delta; an endpoint that sends more in one event is out of order.
  private static final int EVENT_BYTES_MAX = 1 << 20;
  private static final int BODY_BYTES_MAX = 8 << 20;
  private static final int LOGGED_CHARS_MAX = 500;
  private static final long CANCEL = 8;

  private final Vertx vertx;
  private final GenerationConfiguration.Model endpoint;
  private final Draft draft;
  private final boolean streamed;
  private final Promise<Void> over = Promise.promise();
  private final EventStreamParser events = new EventStreamParser(EVENT_BYTES_MAX, this::event);
  private final Buffer body = Buffer.buffer();
  private @Nullable HttpClientRequest request;
  private long lastWordAt = System.nanoTime();
  private long watchdog = -1;
  private boolean begun;
  private boolean finished;

  OpenAiWriting(
      Vertx vertx, GenerationConfiguration.Model endpoint, Draft draft, boolean streamed) {
    this.vertx = vertx;
    this.endpoint = endpoint;
    this.draft = draft;
    this.streamed = streamed;
  }

  Future<Void> write(HttpClientAgent client, RequestOptions options, Buffer asked) {
    draft.whenStopped(this::stopped);
    watch(limitMs());
    client.request(options).onSuccess(opened -> send(opened, asked)).onFailure(this::unreachable);
    return over.future().onComplete(ended -> vertx.cancelTimer(watchdog));
  }

  private void send(HttpClientRequest opened, Buffer asked) {
    request = opened;
    if (isOver()) {
      opened.reset(CANCEL);
      return;
    }
    opened.exceptionHandler(this::broken);
    opened.send(asked).onSuccess(this::receive).onFailure(this::broken);
  }

  private void receive(HttpClientResponse response) {
    response.exceptionHandler(this::broken);
    String type =
        String.valueOf(response.getHeader(HttpHeaders.CONTENT_TYPE)).toLowerCase(Locale.ROOT);
    if (response.statusCode() != 200 || type.contains("html")) {
      response.handler(this::collect).endHandler(end -> refused(response.statusCode()));
    } else if (streamed && !type.contains("application/json")) {
      response.handler(this::parse).endHandler(end -> streamEnded());
    } else {
      response.handler(this::collect).endHandler(end -> whole());
    }
  }

  private void parse(Buffer bytes) {
    if (isOver()) {
      return;
    }
    try {
      events.accept(bytes);
    } catch (IllegalStateException tooLong) {
      fail("the model's stream is out of bounds", String.valueOf(tooLong.getMessage()));
    }
  }

  private void collect(Buffer bytes) {
    if (body.length() + bytes.length() > BODY_BYTES_MAX) {
      fail("the model's answer is out of bounds", "more than " + BODY_BYTES_MAX + " bytes");
    } else {
      body.appendBuffer(bytes);
    }
  }

  private void event(String data) {
    if (isOver()) {
      return;
    }
    if (data.equals("[DONE]")) {
      finished = true;
      over.tryComplete();
      return;
    }
    try {
      JsonNode read = Json.mapper().readTree(data);
      JsonNode choice = read.path("choices").path(0);
      if (read.hasNonNull("error")) {
        fail("the model broke off", data);
        return;
      }
      JsonNode delta = choice.path("delta");
      if (delta.hasNonNull("reasoning_content") || delta.hasNonNull("reasoning")) {
        spoke();
      }
      say(delta.path("content").asText(""));
      finished |= choice.hasNonNull("finish_reason");
    } catch (JsonProcessingException broken) {
      fail("the model's stream is not JSON", data);
    }
  }

  private void say(String text) {
    if (!text.isEmpty()) {
      spoke();
      draft.add(text);
    }
  }

  private void spoke() {
    begun = true;
    lastWordAt = System.nanoTime();
  }

  private void streamEnded() {
    events.end();
    if (finished) {
      over.tryComplete();
    } else {
      fail("the model's stream was cut", "it ended without finish_reason and [DONE]");
    }
  }

  private void whole() {
    try {
      JsonNode read = Json.mapper().readTree(body.getBytes());
      JsonNode content = read.path("choices").path(0).path("message").path("content");
      if (content.isTextual()) {
        say(content.asText());
        over.tryComplete();
        return;
      }
    } catch (IOException notJson) {
      log.debug("not JSON", notJson);
    }
    fail("the model's answer is not a chat completion", bodyText());
  }

  private void refused(int status) {
    fail("the model refused status=" + status, bodyText());
  }

  private void unreachable(Throwable cause) {
    if (cause instanceof ConnectionPoolTooBusyException) {
      end(new Problem(Problem.Kind.BUSY, "Too many answers at once. Please ask again soon."));
    } else if (cause instanceof ConnectTimeoutException) {
      log.warn("the model could not be reached in time url={}", endpoint.url());
      end(tooSlow());
    } else {
      broken(cause);
    }
  }

  private void broken(Throwable cause) {
    fail("the model's connection broke", String.valueOf(cause.getMessage()));
  }

  /** One timer an answer: it looks when the last word was, and how long that may still be. */
  private void watch(long ms) {
    watchdog =
        vertx.setTimer(
            Math.max(1, ms),
            timer -> {
              long restMs = limitMs() - (System.nanoTime() - lastWordAt) / 1_000_000;
              if (isOver()) {
                return;
              }
              if (restMs > 0) {
                watch(restMs);
              } else {
                log.warn("the model is too slow url={} begun={}", endpoint.url(), begun);
                end(tooSlow());
              }
            });
  }

  private long limitMs() {
    if (begun) {
      return endpoint.idleTimeoutMs();
    }
    // Asked for the whole, a model is silent while it writes.
    return streamed
        ? endpoint.firstTokenTimeoutMs()
        : (long) endpoint.firstTokenTimeoutMs() + endpoint.idleTimeoutMs();
  }

  private void stopped() {
    if (over.tryComplete()) {
      cancel();
    }
  }

  private void fail(String what, String detail) {
    if (!isOver()) {
      log.warn("{} url={} detail={}", what, endpoint.url(), secretless(detail));
      end(new Problem(Problem.Kind.MODEL_FAILED, "The model failed. Please ask again."));
    }
  }

  private void end(Problem problem) {
    if (over.tryFail(problem)) {
      cancel();
    }
  }

  private void cancel() {
    if (request != null) {
      request.reset(CANCEL);
    }
  }

  private boolean isOver() {
    return over.future().isComplete();
  }

  private String bodyText() {
    return body.toString(StandardCharsets.UTF_8);
  }

  /** Endpoints repeat the key in their complaints. */
  private String secretless(String detail) {
    String key = endpoint.key();
    String clean = key == null || key.isEmpty() ? detail : detail.replace(key, "(key)");
    String line = clean.replaceAll("\\p{Cntrl}+", " ");
    return line.length() > LOGGED_CHARS_MAX ? line.substring(0, LOGGED_CHARS_MAX) : line;
  }

  private static Problem tooSlow() {
    return new Problem(
        Problem.Kind.MODEL_TOO_SLOW, "The model did not begin in time. Please ask again.");
  }
}
