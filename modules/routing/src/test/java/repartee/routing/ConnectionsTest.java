package repartee.routing;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocketBase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import repartee.testkit.Poll;

final class ConnectionsTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final Connections connections = new Connections();

  @AfterEach
  void end() {
    vertx.close().await();
  }

  @Test
  void aConnectionIsForgottenWhenItIsClosedWhateverItHasBecome() {
    int port = listen();
    HttpClientAgent client = vertx.createHttpClient();

    client
        .request(HttpMethod.GET, port, "localhost", "/")
        .compose(request -> request.send().compose(answer -> answer.body()))
        .await();
    Poll.until(() -> open() == 1);
    vertx
        .createWebSocketClient()
        .connect(port, "localhost", "/channel")
        .compose(WebSocketBase::close)
        .await();
    client.close().await();

    Poll.until(() -> open() == 0);
  }

  private int listen() {
    Promise<HttpServer> listening = Promise.promise();
    context.runOnContext(
        here ->
            vertx
                .createHttpServer()
                .connectionHandler(connections::opened)
                .requestHandler(this::answer)
                .listen(0)
                .onComplete(listening));
    return listening.future().await().actualPort();
  }

  private void answer(HttpServerRequest request) {
    connections.asked(request);
    Future<?> answered =
        request.path().equals("/channel") ? request.toWebSocket() : request.response().end();
    answered.onFailure(Throwable::printStackTrace);
  }

  private int open() {
    Promise<Integer> size = Promise.promise();
    context.runOnContext(here -> size.complete(connections.size()));
    return size.future().await();
  }
}
