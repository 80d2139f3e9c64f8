package repartee.knowledge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import repartee.contract.Json;
import repartee.contract.Language;
import repartee.contract.Problem;

/** A model behind an OpenAI-compatible {@code /embeddings}. */
final class EndpointModel implements EmbeddingModel {
  private static final int CONNECTIONS_MAX = 8;
  private static final int REQUESTS_WAITING_MAX = 64;
  private static final int TEXTS_PER_REQUEST = 32;
  private static final int DOCUMENTS_AT_ONCE = 4;
  // A person waits: words alone, and soon, are better than vectors late.
  private static final int QUESTION_TIMEOUT_MS = 3_000;

  private final HttpClient connections;
  private final WebClient client;
  private final String address;
  private final String model;
  private final @Nullable String key;
  private final int timeoutMs;

  EndpointModel(Vertx vertx, String url, String model, @Nullable String key, int timeoutMs) {
    this.connections =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(timeoutMs),
            new PoolOptions()
                .setHttp1MaxSize(CONNECTIONS_MAX)
                .setMaxWaitQueueSize(REQUESTS_WAITING_MAX));
    // A redirect would carry the key to wherever it points.
    this.client = WebClient.wrap(connections, new WebClientOptions().setFollowRedirects(false));
    this.address = (url.endsWith("/") ? url : url + "/") + "embeddings";
    this.model = model;
    this.key = key;
    this.timeoutMs = timeoutMs;
  }

  @Override
  public String name() {
    return model;
  }

  @Override
  public boolean isAtHomeIn(Language language) {
    return true;
  }

  @Override
  public int documentsAtOnce() {
    return DOCUMENTS_AT_ONCE;
  }

  @Override
  public int passagesInARow() {
    return TEXTS_PER_REQUEST;
  }

  @Override
  public Future<@Nullable Vector> ofQuestion(String text) {
    return request(List.of(text), Math.min(timeoutMs, QUESTION_TIMEOUT_MS)).map(List::getFirst);
  }

  @Override
  public List<@Nullable Vector> ofPassages(List<String> texts) {
    List<@Nullable Vector> vectors = new ArrayList<>(texts.size());
    for (int from = 0; from < texts.size(); from += TEXTS_PER_REQUEST) {
      int to = Math.min(texts.size(), from + TEXTS_PER_REQUEST);
      vectors.addAll(request(texts.subList(from, to), timeoutMs).await());
    }
    return vectors;
  }

  @Override
  public void warm() {
    // An endpoint is as ready as it is.
  }

  @Override
  public Future<?> close() {
    return connections.close();
  }

  private Future<List<@Nullable Vector>> request(List<String> texts, int withinMs) {
    HttpRequest<Buffer> request =
        client
            .postAbs(address)
            .timeout(withinMs)
            .putHeader("Content-Type", "application/json")
            .putHeader("Accept", "application/json");
    if (key != null) {
      request.bearerTokenAuthentication(key);
    }
    return request
        .sendBuffer(Buffer.buffer(Json.compact(new Request(model, texts, "float"))))
        // The request's own limit ends at the headers; a body can dawdle too.
        .timeout(withinMs, TimeUnit.MILLISECONDS)
        .map(response -> vectors(response, texts.size()))
        .recover(cause -> Future.failedFuture(problem(cause)));
  }

  private static List<@Nullable Vector> vectors(HttpResponse<Buffer> response, int wanted) {
    int status = response.statusCode();
    if (status == 429 || status == 503) {
      throw new Problem(
          Problem.Kind.BUSY, "The embedding model is busy. Please try again in a while.", 10);
    }
    if (status != 200) {
      throw failed("answered with HTTP " + status);
    }
    Buffer body = response.body();
    if (body == null) {
      throw failed("answered with nothing");
    }
    @Nullable Vector[] vectors = new @Nullable Vector[wanted];
    boolean[] seen = new boolean[wanted];
    for (Item item : Json.read(body.toString(), Response.class).data()) {
      if (item.index() < 0 || item.index() >= wanted) {
        throw failed("answered what was not asked");
      }
      float[] numbers = new float[item.embedding().size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = item.embedding().get(i);
      }
      seen[item.index()] = true;
      vectors[item.index()] = Vector.of(numbers);
    }
    for (boolean there : seen) {
      if (!there) {
        throw failed("left out an answer");
      }
    }
    return Collections.unmodifiableList(Arrays.asList(vectors));
  }

  private static Problem problem(Throwable cause) {
    return switch (cause) {
      case Problem problem -> problem;
      case TimeoutException late ->
          new Problem(
              Problem.Kind.MODEL_TOO_SLOW, "The embedding model took too long. Please try again.");
      case ConnectionPoolTooBusyException full -> Lane.busy();
      case UncheckedIOException notJson -> failed("answered what is not an embedding");
      default -> failed("cannot be reached");
    };
  }

  private static Problem failed(String how) {
    return new Problem(
        Problem.Kind.MODEL_FAILED,
        "The embedding model " + how + ". Please try again, or check the server's configuration.");
  }

  private record Request(String model, List<String> input, String encodingFormat) {}

  private record Response(List<Item> data) {}

  private record Item(int index, List<Float> embedding) {}
}
