package repartee.generation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import repartee.contract.Json;

/**
 * Any endpoint that speaks OpenAI's chat completions: OpenAI, Ollama, vLLM and the like.
 *
 * <p>Streams are raw requests: a web client could not cancel them. Redirects are not followed, as
 * they would carry the key to other hosts.
 */
final class OpenAiModel implements Model {
  private final Vertx vertx;
  private final GenerationConfiguration.Model endpoint;
  private final HttpClientAgent client;
  private final RequestOptions request;

  OpenAiModel(Vertx vertx, GenerationConfiguration.Model endpoint) {
    this.vertx = vertx;
    this.endpoint = endpoint;
    // One pool for all instances of the verticle, so its bounds are the node's.
    this.client =
        vertx
            .httpClientBuilder()
            .with(
                new HttpClientOptions()
                    .setShared(true)
                    .setName("repartee.model " + endpoint.url())
                    .setConnectTimeout(endpoint.connectTimeoutMs()))
            .with(
                new PoolOptions()
                    .setHttp1MaxSize(endpoint.connectionsMax())
                    .setMaxWaitQueueSize(endpoint.waitQueueMax()))
            .build();
    this.request =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(endpoint.url().replaceAll("/+$", "") + "/chat/completions")
            .setFollowRedirects(false)
            .putHeader("Content-Type", "application/json");
    if (endpoint.key() != null) {
      request.putHeader("Authorization", "Bearer " + endpoint.key());
    }
  }

  @Override
  public Future<Void> write(Prompt prompt, Draft draft) {
    ChatRequest body = ChatRequest.of(endpoint.name(), prompt);
    return new OpenAiWriting(vertx, endpoint, draft, body.stream())
        .write(client, request, Buffer.buffer(Json.compact(body)));
  }
}
