package repartee.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import repartee.contract.ApiToken;
import repartee.contract.Caller;
import repartee.contract.ChatbotChanged;
import repartee.contract.KeysChanged;
import repartee.contract.Scope;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientReply;
import repartee.testkit.Poll;

/** What comes in that is hardly HTTP, what is remembered, and several doors on one port. */
final class DoorTest {
  private final House house = new House(House.configuration(), 2);
  private final String chat = ChatClient.chat(house.bot.id());

  @AfterEach
  void close() {
    house.close();
  }

  /** Sends bytes as they are and reads until the server closes, or has answered in full. */
  private String raw(String head, String body) throws IOException {
    return raw(head, body, false);
  }

  private String raw(String head, String body, boolean leaves) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write((head + "\r\n\r\n" + body).getBytes(ISO_8859_1));
      if (leaves) {
        socket.shutdownOutput();
      }
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  private String post(String... headers) {
    return "POST "
        + chat
        + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer "
        + house.owner
        + "\r\n"
        + String.join("\r\n", headers);
  }

  private void assertAlive() {
    assertThat(house.post(chat, "{\"q\":\"a\"}").status()).isEqualTo(200);
  }

  @Test
  void aBodyShorterThanItsLengthAsksNothing() throws IOException {
    String answer = raw(post("Content-Length: 1000"), "{\"q\":\"a\"}", true);

    assertThat(answer).doesNotContain("200 OK");
    assertThat(house.asked).isEmpty();
    assertAlive();
  }

  @Test
  void aBodyLongerThanItsLengthIsCutThere() throws IOException {
    String answer = raw(post("Content-Length: 4"), "{\"q\":\"a\"}");

    assertThat(answer).matches("(?s)HTTP/1.[01] 400 .*").contains("40001");
    assertAlive();
  }

  @Test
  void aLengthThatIsNoneIsRefused() throws IOException {
    assertThat(raw(post("Content-Length: nine"), "{\"q\":\"a\"}"))
        .matches("(?s)HTTP/1.[01] 400 .*");
    assertThat(raw(post("Content-Length: 9", "Content-Length: 4"), "{\"q\":\"a\"}"))
        .matches("(?s)HTTP/1.[01] 400 .*");
    assertAlive();
  }

  @Test
  void aChunkedBodyHasTheSameBound() throws IOException {
    String chunk = "10000\r\n" + "a".repeat(0x10000) + "\r\n";

    String answer = raw(post("Transfer-Encoding: chunked"), chunk.repeat(20) + "0\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 413").contains("41300");
    assertAlive();
  }

  @Test
  void malformedUtf8IsRefused() throws IOException {
    String answer = raw(post("Content-Length: 9"), "{\"q\":\"\u00ff\"}");

    assertThat(answer).matches("(?s)HTTP/1.[01] 400 .*").contains("UTF-8");
  }

  @Test
  void whatIsNotHttpIsAnsweredAndTheServerGoesOn() throws IOException {
    assertThat(raw("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(40_000), ""))
        .matches("(?s)HTTP/1.[01] 400 .*")
        .contains("application/problem+json");
    assertThat(raw("GET /" + "x".repeat(40_000) + " HTTP/1.1\r\nHost: a", ""))
        .matches("(?s)HTTP/1.[01] 404 .*");
    assertAlive();
  }

  @Test
  void aKeyIsLookedUpOnceForAllDoorsUntilKeysChange() {
    assertAlive();
    int lookups = house.keyLookups.get();

    for (int i = 0; i < 10; i++) {
      assertAlive();
    }
    assertThat(house.keyLookups.get()).isEqualTo(lookups);

    house.callers.remove(ApiToken.hash(house.owner));
    KeysChanged.EVENT.publish(house.vertx.eventBus(), new KeysChanged(house.account));
    Poll.until(() -> house.post(chat, "{\"q\":\"a\"}").status() == 401);
  }

  @Test
  void aKeyThatStorageDoesNotKnowAnyMoreIsNotRememberedForLong() {
    try (House soon = new House(House.remembering(500))) {
      ApiToken token = ApiToken.random();
      String hash = ApiToken.hash(token.text());
      soon.callers.put(hash, new Caller(token.keyId(), soon.account, "paid", Scope.OWNER));
      ChatClient client = soon.as(token.text());
      assertThat(client.get("/api/v1/backend").await().status()).isEqualTo(200);

      // As storage does once it has expired, which tells nobody.
      soon.callers.remove(hash);

      Poll.until(() -> client.get("/api/v1/backend").await().status() == 401);
    }
  }

  @Test
  void aChatbotThatIsGoneIsForgotten() {
    assertAlive();

    house.chatbots.remove(house.bot.id());
    ChatbotChanged.EVENT.publish(house.vertx.eventBus(), new ChatbotChanged(house.bot.id()));

    Poll.until(() -> house.post(chat, "{\"q\":\"a\"}").status() == 404);
  }

  @Test
  void healthNeedsNoKey() {
    ChatClientReply live = house.as(null).get("/health/live").await();
    assertThat(live.status()).isEqualTo(200);
    assertThat(live.text()).isEqualTo("{\"status\":\"up\"}");
    assertThat(house.as(null).get("/health/ready").await().status()).isEqualTo(200);
    assertThat(house.as(null).send(HttpMethod.HEAD, "/health/ready", Map.of(), "").await().status())
        .isEqualTo(200);

    house.storageUp = false;

    Poll.until(
        () ->
            house
                .as(null)
                .get("/health/ready")
                .await()
                .text()
                .equals("{\"status\":\"down\",\"missing\":[\"storage\"]}"));
    Poll.until(() -> house.as(null).get("/health/ready").await().status() == 503);
  }

  @Test
  void accountsAndKeysAreMade() {
    String admin = house.key(house.account, "free", Scope.ADMIN);
    ChatClient client = house.as(admin);
    String keys = "/accounts/" + house.account + "/keys";

    ChatClientReply account = client.post("/accounts", Map.of("name", "new")).await();
    assertThat(account.status()).isEqualTo(201);
    assertThat(account.json().get("plan").asText()).isEqualTo("free");
    assertThat(client.post("/accounts", Map.of("name", "x", "plan", "y")).await().status())
        .isEqualTo(400);
    ChatClientReply key = client.post(keys, Map.of("name", "k", "scope", "chat")).await();
    assertThat(key.status()).isEqualTo(201);
    assertThat(house.as(key.json().get("key").asText()).get("/api/v1/backend").await().status())
        .isEqualTo(200);
    assertThat(client.get(keys).await().json().get(0).properties().stream().map(Map.Entry::getKey))
        .containsExactly("id", "name", "scope", "prefix", "created_at", "last_used_at");
    for (Map<String, String> bad :
        List.of(
            Map.of("name", "k"),
            Map.of("name", "k", "scope", "king"),
            Map.of("name", "k", "scope", "chat", "expires_at", "2001-01-01T00:00:00Z"),
            Map.of("name", "k", "scope", "chat", "expires_at", "tomorrow"))) {
      assertThat(client.post(keys, bad).await().status()).isEqualTo(400);
    }
    assertThat(house.client().post(keys, Map.of("name", "k", "scope", "admin")).await().status())
        .isEqualTo(403);
    assertThat(client.get("/accounts/" + UUID.randomUUID() + "x").await().status()).isEqualTo(404);
  }
}
