package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import repartee.contract.Json;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientReply;
import repartee.testkit.Poll;
import repartee.testkit.ServerProcess;

/**
 * Visitors of a page and their tokens: what opens nothing, and what opens no more than it should.
 */
final class VisitorsIT {
  private static final Vertx VERTX = Vertx.vertx();
  private static final String PAGE = "https://shop.example:8443";
  private static final int TOKEN_MS = 4000;

  @TempDir private static Path folder;
  private static ServerProcess server;
  private static ChatClient owner;
  private static ChatClient nobody;
  private static UUID bot;

  @BeforeAll
  static void start() {
    server =
        ServerProcess.start(
            folder.resolve("data"),
            Map.of(
                "REPARTEE_ROUTING_VISITOR_TOKEN_MS",
                String.valueOf(TOKEN_MS),
                "REPARTEE_ROUTING_VISITORS_PER_MINUTE",
                "10000"));
    owner = client(server.adminKey());
    nobody = client(null);
    bot = ServeIT.taughtBot(owner);
    ChatClientReply restricted =
        owner
            .send(
                HttpMethod.PATCH,
                "/chatbots/" + bot,
                Map.of(),
                "{\"restrictions\":{\"hostnames\":[\"shop.example:8443\",\"*.shop.example\"]}}")
            .await();
    assertThat(restricted.status()).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    owner.close();
    nobody.close();
    server.close();
    VERTX.close().await();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "https://evil.example",
        "https://shop.example",
        "https://shop.example:9443",
        "https://shop.example.evil.example",
        "https://evilshop.example:8443",
        "https://shop.example:8443.evil.example",
        "https://shop.example:8443@evil.example",
        "https://xn--shp-fka.example:8443",
        "https://www.shop.example.:8443x",
        "file://shop.example:8443",
        "shop.example:8443",
        "https://SHOP.EXAMPLE:84430",
        "https://.shop.example"
      })
  void aPageOfNoAllowedHostGetsNoVisitor(String origin) {
    ChatClientReply refused = made(origin, Map.of());

    assertThat(refused.status()).as(origin).isIn(401, 403);
    assertThat(refused.text()).doesNotContain("\"token\"");
    assertThat(refused.headers().contains("Access-Control-Allow-Origin")).isFalse();
  }

  @Test
  void whoComesFromNoPageNeedsAKey() {
    assertThat(made(null, Map.of()).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {PAGE, "https://SHOP.example:8443", "http://www.shop.example"})
  void anAllowedPageGetsVisitorsOfItsOwn(String origin) {
    JsonNode one = made(origin, Map.of()).json();
    JsonNode other = made(origin, Map.of()).json();

    assertThat(one.at("/visitor/id").asText())
        .startsWith("visitor:")
        .isNotEqualTo(other.at("/visitor/id").asText());
    assertThat(one.at("/expires_in").asInt()).isBetween(1, TOKEN_MS / 1000);
    assertThat(asked(token(one), Map.of("q", "How long can books be borrowed?")).status())
        .isEqualTo(200);
  }

  @Test
  void aPageCannotSayWhoSomebodyIs() {
    assertThat(made(PAGE, Map.of("id", "anna")).status()).isEqualTo(401);
    assertThat(made(PAGE, Map.of("token", "eyJ.e30.x")).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"client:anna", "visitor:anna", " ", ""})
  void aKeyCannotVouchForANameOfAnotherKind(String id) {
    assertThat(owner.post("/chatbots/" + bot + "/visitors", Map.of("id", id)).await().status())
        .isEqualTo(400);
  }

  @Test
  void aTokenThatWasChangedAnywhereOpensNothing() {
    String good = token(vouched("anna"));
    String[] parts = good.split("\\.");
    List<String> forged = new ArrayList<>();
    for (int i = 0; i < good.length(); i += 7) {
      char other = good.charAt(i) == 'A' ? 'B' : 'A';
      forged.add(good.substring(0, i) + other + good.substring(i + 1));
    }
    String claims =
        new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
            .replace("anna", "beth");
    forged.add(parts[0] + "." + encoded(claims) + "." + parts[2]);
    forged.add(encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + encoded(claims) + ".");
    forged.add(encoded("{\"alg\":\"none\"}") + "." + parts[1] + "." + parts[2]);
    forged.add(good + "A");
    forged.add(good.substring(0, good.length() - 1));
    forged.add(good + "." + parts[2]);

    for (String token : forged) {
      assertThat(asked(token, Map.of("q", "a")).status()).as(token).isEqualTo(401);
      assertThat(made(PAGE, Map.of("token", token)).status()).as(token).isEqualTo(401);
    }
    assertThat(asked(good, Map.of("q", "a")).status()).isEqualTo(200);
  }

  @Test
  void anOldTokenOpensNothingButCanBeChangedForANewOneOfTheSameVisitor() throws Exception {
    JsonNode first = made(PAGE, Map.of()).json();
    TimeUnit.MILLISECONDS.sleep(TOKEN_MS);

    Poll.until(() -> asked(token(first), Map.of("q", "a")).status() == 401);
    JsonNode second = made(PAGE, Map.of("token", token(first))).json();

    assertThat(second.at("/visitor/id")).isEqualTo(first.at("/visitor/id"));
    assertThat(asked(token(second), Map.of("q", "a")).status()).isEqualTo(200);
  }

  @Test
  void aTokenIsOfOneChatbot() {
    UUID other = ServeIT.taughtBot(owner);
    String token = token(vouched("anna"));

    assertThat(
            nobody
                .send(HttpMethod.POST, ChatClient.chat(other), bearing(token), "{\"q\":\"a\"}")
                .await()
                .status())
        .isEqualTo(403);
    assertThat(
            nobody
                .send(
                    HttpMethod.POST,
                    "/chatbots/" + other + "/visitors",
                    Map.of("Origin", PAGE, "Content-Type", "application/json"),
                    "{\"token\":\"" + token + "\"}")
                .await()
                .status())
        .isEqualTo(401);
  }

  @Test
  void anotherVisitorsConversationIsUnknown() {
    String anna = token(vouched("anna"));
    String beth = token(vouched("beth"));
    JsonNode said = asked(anna, Map.of("q", "How long can books be borrowed?")).json().get("data");
    String uid = said.get("conversation_uid").asText();
    String message = said.get("message_uid").asText();
    String one = ChatClient.conversations(bot) + "/" + uid;

    for (String path :
        List.of("", "/messages", "/messages/" + message, "/messages/" + message + "/stream")) {
      assertThat(get(anna, one + path).status()).as(path).isEqualTo(200);
      assertThat(get(beth, one + path).status()).as(path).isEqualTo(404);
    }
    assertThat(asked(beth, Map.of("q", "a", "conversation_uid", uid)).status()).isEqualTo(404);
    assertThat(get(token(vouched("anna")), one).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/inbox",
    "GET,/figures",
    "GET,/replies",
    "GET,/chatbots",
    "GET,/chatbots/BOT",
    "GET,/chatbots/BOT/documents",
    "GET,/chatbots/BOT/search?q=a",
    "POST,/chatbots/BOT/documents",
    "POST,/chatbots/BOT/visitors",
    "POST,/chatbots/BOT/conversations/C/takeover",
    "POST,/chatbots/BOT/conversations/C/done",
    "POST,/chatbots/BOT/conversations/C/watching",
    "GET,/chatbots/BOT/conversations/C/notes",
    "POST,/chatbots/BOT/conversations/C/notes",
    "DELETE,/chatbots/BOT/conversations/C",
    "GET,/metrics",
    "GET,/accounts"
  })
  void aVisitorDoesNothingButTalk(String method, String path) {
    String token = token(vouched("anna"));
    String uid = asked(token, Map.of("q", "a")).json().at("/data/conversation_uid").asText();
    String place = path.replace("BOT", bot.toString()).replace("/C", "/" + uid);
    String body =
        method.equals("POST")
            ? "{\"id\":\"x\",\"name\":\"n\",\"content\":\"c\",\"user_id\":\"client:x\"}"
            : null;

    ChatClientReply refused =
        nobody.send(HttpMethod.valueOf(method), place, bearing(token), body).await();

    assertThat(refused.status()).isEqualTo(403);
  }

  @Test
  void aVisitorSpeaksInNobodysName() {
    String token = token(vouched("anna"));

    ChatClientReply asPerson =
        nobody
            .send(
                HttpMethod.POST,
                ChatClient.conversations(bot),
                bearing(token),
                "{\"conversation_id\":\"c\",\"user_id\":\"client:boss\",\"prompt\":\"p\"}")
            .await();

    assertThat(asPerson.status()).isEqualTo(403);
  }

  @Test
  void aTokenInTheAddressIsNotLookedFor() {
    String token = token(vouched("anna"));

    for (String name : List.of("token", "access_token", "key", "authorization")) {
      assertThat(
              nobody.get(ChatClient.conversations(bot) + "?" + name + "=" + token).await().status())
          .isEqualTo(401);
    }
  }

  private static JsonNode vouched(String id) {
    return owner.post("/chatbots/" + bot + "/visitors", Map.of("id", id)).await().json();
  }

  private static ChatClientReply made(@Nullable String origin, Map<String, String> body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    if (origin != null) {
      headers.put("Origin", origin);
    }
    return nobody
        .send(HttpMethod.POST, "/chatbots/" + bot + "/visitors", headers, Json.compact(body))
        .await();
  }

  private static ChatClientReply asked(String token, Map<String, String> body) {
    return nobody
        .send(HttpMethod.POST, ChatClient.chat(bot), bearing(token), Json.compact(body))
        .await();
  }

  private static ChatClientReply get(String token, String path) {
    return nobody.send(HttpMethod.GET, path, bearing(token), null).await();
  }

  private static Map<String, String> bearing(String token) {
    return Map.of(
        "Authorization", "Bearer " + token, "Origin", PAGE, "Content-Type", "application/json");
  }

  private static String token(JsonNode made) {
    return made.get("token").asText();
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ChatClient client(@Nullable String key) {
    return new ChatClient(VERTX, server.address().getHost(), server.address().getPort(), key);
  }
}
