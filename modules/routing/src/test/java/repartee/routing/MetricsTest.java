package repartee.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import repartee.contract.Scope;
import repartee.testkit.ChatClientReply;

/** Who may read the numbers. */
final class MetricsTest {
  private final House house = new House();
  private final String admin = house.key(UUID.randomUUID(), "free", Scope.ADMIN);

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void anAdministratorGetsThemAsPrometheusReadsThem() {
    ChatClientReply reply = house.as(admin).get("/metrics").await();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.headers().get("Content-Type"))
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(reply.text()).isEqualTo("numbers 1\n");
  }

  @Test
  void theirOwnKeyOpensThemAndNothingElse() {
    assertThat(house.as(House.METRICS_KEY).get("/metrics").await().status()).isEqualTo(200);
    assertThat(house.as(House.METRICS_KEY).get("/accounts").await().status()).isEqualTo(401);
  }

  @Test
  void whatPrometheusAcceptsIsAccepted() {
    String accepts =
        "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2,*/*;q=0.1";

    ChatClientReply reply =
        house.as(admin).send(HttpMethod.GET, "/metrics", Map.of("Accept", accepts), null).await();

    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void othersAreRefused() {
    assertThat(house.as(null).get("/metrics").await().status()).isEqualTo(401);
    assertThat(house.client().get("/metrics").await().status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"only-for-the-metric", "only-for-the-metricsX", "Only-for-the-metrics"})
  void whatOnlyResemblesTheirKeyDoesNotOpenThem(String token) {
    assertThat(house.as(token).get("/metrics").await().status()).isEqualTo(401);
  }
}
