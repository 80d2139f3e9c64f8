package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;
import static repartee.server.Stand.assertRefused;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientChannel;
import repartee.testkit.ChatClientReply;

/** Keys over HTTP: shown once, listed, revoked, expired; and what they may not do. */
@ExtendWith(SharedStand.class)
final class KeysIT {
  private final Stand stand;
  private final List<ChatClient> clients = new ArrayList<>();

  KeysIT(Stand stand) {
    this.stand = stand;
  }

  @AfterEach
  void close() {
    clients.forEach(ChatClient::close);
    stand.assertGoesOn();
  }

  private ChatClient as(String key) {
    ChatClient client = stand.client(key);
    clients.add(client);
    return client;
  }

  private static ChatClientReply patch(ChatClient client, String path, String body) {
    return client.send(HttpMethod.PATCH, path, Map.of(), body).await();
  }

  private static ChatClientReply delete(ChatClient client, String path) {
    return client.send(HttpMethod.DELETE, path, Map.of(), null).await();
  }

  @Test
  void aKeyIsShownOnceAndListedWithoutItself() {
    UUID account = stand.newAccount("keys", "paid");
    String path = "/accounts/" + account + "/keys";

    ChatClientReply made =
        stand.admin.post(path, Map.of("name", "our site", "scope", "chat")).await();
    String key = made.json().get("key").asText();
    ChatClientReply listed = stand.admin.get(path).await();

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.headers().get("Location"))
        .isEqualTo(path + "/" + made.json().get("id").asText());
    assertThat(key).startsWith("rp_").startsWith(made.json().get("prefix").asText());
    assertThat(listed.json()).hasSize(1);
    assertThat(listed.json().get(0).properties().stream().map(Map.Entry::getKey))
        .containsExactly("id", "name", "scope", "prefix", "created_at", "last_used_at");
    assertThat(listed.text()).doesNotContain(key);
    assertThat(stand.server.errors()).doesNotContain(key);
    assertThat(listed.json().at("/0/last_used_at").isNull()).isTrue();

    as(key).get("/api/v1/backend").await();
    assertThat(stand.admin.get(path).await().json().at("/0/last_used_at").isNull()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"name":"k"}
          {"scope":"chat"}
          {"name":"k","scope":"king"}
          {"name":"k","scope":"CHAT"}
          {"name":"k","scope":7}
          {"name":7,"scope":"chat"}
          {"name":"k","scope":"chat","expires_at":"2001-01-01T00:00:00Z"}
          {"name":"k","scope":"chat","expires_at":"tomorrow"}
          {"name":"k","scope":"chat","expires_at":1}
          """)
  void whatIsNoKeyIsRefused(String body) {
    String path = "/accounts/" + stand.mine.account() + "/keys";

    assertRefused(stand.admin.send(HttpMethod.POST, path, Map.of(), body).await(), false, 40001);
  }

  @Test
  void ownersManageTheirOwnKeysAndNobodyBelowThemDoes() {
    UUID account = stand.newAccount("scopes", "paid");
    String path = "/accounts/" + account + "/keys";
    ChatClient owner = as(stand.newKey(account, "owner"));
    Map<String, String> chat = Map.of("name", "k", "scope", "chat");

    assertThat(owner.post(path, chat).await().status()).isEqualTo(201);
    assertThat(owner.get(path).await().status()).isEqualTo(200);
    assertRefused(owner.post(path, Map.of("name", "k", "scope", "admin")).await(), false, 40300);
    for (String scope : List.of("agent", "chat")) {
      ChatClient below = as(stand.newKey(account, scope));
      assertRefused(below.get(path).await(), false, 40300);
      assertRefused(below.post(path, chat).await(), false, 40300);
      assertRefused(delete(below, path + "/" + UUID.randomUUID()), false, 40300);
    }
    for (ChatClient client : List.of(owner, as(stand.newKey(account, "agent")))) {
      assertRefused(client.get("/accounts").await(), false, 40300);
      assertRefused(client.post("/accounts", Map.of("name", "x")).await(), false, 40300);
      assertRefused(client.get("/accounts/" + account).await(), false, 40300);
      assertRefused(patch(client, "/accounts/" + account, "{}"), false, 40300);
      assertRefused(delete(client, "/accounts/" + account), false, 40300);
    }
    assertRefused(stand.client(null).get("/accounts").await(), false, 40100);
  }

  @Test
  void aRevokedKeyOpensNothingAndItsChannelsEnd() throws Exception {
    String path = "/accounts/" + stand.mine.account() + "/keys";
    ChatClientReply made =
        stand.mine.client().post(path, Map.of("name", "k", "scope", "chat")).await();
    ChatClient client = as(made.json().get("key").asText());
    ChatClientChannel channel = client.channel(stand.chat(), Map.of(), part -> {}).await();
    ChatClientChannel others =
        stand.mine.client().channel(stand.chat(), Map.of(), part -> {}).await();

    assertThat(delete(stand.mine.client(), path + "/" + made.json().get("id").asText()).status())
        .isEqualTo(204);

    assertRefused(client.get("/api/v1/backend").await(), true, 40101);
    assertRefused(client.post(stand.chat(), Map.of("q", "a")).await(), true, 40101);
    assertThat(channel.closed().await(20, TimeUnit.SECONDS)).isEqualTo(4401);
    assertRefused(
        delete(stand.mine.client(), path + "/" + made.json().get("id").asText()), false, 40400);
    assertThat(others.closed().isComplete()).isFalse();
    others.close().await();
  }

  @Test
  void aKeyThatExpiresOpensNothingAndItsChannelsEnd() throws Exception {
    String path = "/accounts/" + stand.mine.account() + "/keys";
    Instant soon = Instant.now().plusSeconds(3);
    ChatClientReply made =
        stand
            .admin
            .post(path, Map.of("name", "k", "scope", "chat", "expires_at", soon.toString()))
            .await();
    ChatClient client = as(made.json().get("key").asText());
    ChatClientChannel channel = client.channel(stand.chat(), Map.of(), part -> {}).await();

    assertThat(made.json().get("expires_at").asText()).startsWith(soon.toString().substring(0, 19));
    assertThat(channel.closed().await(20, TimeUnit.SECONDS)).isEqualTo(4401);
    assertRefused(client.get("/api/v1/backend").await(), true, 40101);
  }

  @Test
  void aMessageKeyMeansTheSameInHeaderAndBody() {
    Map<String, Object> question = Map.of("q", Stand.QUESTION, "message_key", "key-1");

    JsonNode body = stand.mine.client().post(stand.chat(), question).await().json();
    JsonNode header = keyed("{\"q\":\"" + Stand.QUESTION + "\"}", "key-1").json();

    assertThat(header.get("data")).isEqualTo(body.get("data"));
    assertRefused(keyed("{\"q\":\"another\"}", "key-1"), true, 40900);
    assertRefused(keyed("{\"q\":\"a\",\"message_key\":\"key-1\"}", "key-2"), true, 40001);
    assertRefused(keyed("{\"q\":\"a\"}", "k".repeat(201)), true, 40001);
    assertThat(keyed("{\"q\":\"a\"}", "k".repeat(200)).status()).isEqualTo(200);
  }

  private ChatClientReply keyed(String body, String key) {
    return stand
        .mine
        .client()
        .send(HttpMethod.POST, stand.chat(), Map.of("Idempotency-Key", key), body)
        .await();
  }
}
