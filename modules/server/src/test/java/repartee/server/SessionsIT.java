package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
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
import repartee.contract.Json;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientChannel;
import repartee.testkit.ChatClientReply;
import repartee.testkit.ServerProcess;

/** Sessions of people at the console: good from our own pages alone, and until they sign out. */
final class SessionsIT {
  private static final Vertx VERTX = Vertx.vertx();

  @TempDir private static Path folder;
  private static ServerProcess server;
  private static ChatClient owner;
  private static ChatClient nobody;
  private static UUID bot;
  private static String own;

  @BeforeAll
  static void start() {
    server =
        ServerProcess.start(
            folder.resolve("data"), Map.of("REPARTEE_ROUTING_LOGINS_PER_MINUTE", "10000"));
    owner = client(server.adminKey());
    nobody = client(null);
    bot = ServeIT.taughtBot(owner);
    URI address = server.address();
    own = "http://" + address.getHost() + ":" + address.getPort();
  }

  @AfterAll
  static void stop() {
    owner.close();
    nobody.close();
    server.close();
    VERTX.close().await();
  }

  @Test
  void theCookieIsForNoScriptAndNoOtherSite() {
    ChatClientReply made = signedIn(server.adminKey());
    String cookie = made.headers().get("Set-Cookie");

    assertThat(cookie).containsIgnoringCase("; HttpOnly").contains("SameSite=Strict", "Path=/");
    assertThat(cookie).doesNotContain("Domain");
    assertThat(made.text()).doesNotContain(token(made)).contains("\"scope\":\"admin\"");
    assertThat(made.headers().get("Cache-Control")).isEqualTo("no-store");
  }

  @ParameterizedTest
  @CsvSource({
    "https://evil.example,",
    "null,",
    "http://localhost:1,",
    "http://localhost.evil.example,",
    ",cross-site",
    ",same-site",
    "https://evil.example,cross-site"
  })
  void anotherSitesPageDoesNothingWithIt(@Nullable String origin, @Nullable String site) {
    Map<String, String> foreign = new HashMap<>();
    foreign.put("Cookie", cookie());
    foreign.put("Content-Type", "application/json");
    if (origin != null) {
      foreign.put("Origin", origin);
    }
    if (site != null) {
      foreign.put("Sec-Fetch-Site", site);
    }

    assertThat(send(HttpMethod.GET, "/inbox", foreign, null).status()).isEqualTo(403);
    ChatClientReply made = send(HttpMethod.POST, "/chatbots", foreign, "{\"name\":\"theirs\"}");
    assertThat(made.status()).isEqualTo(403);
    assertThat(send(HttpMethod.DELETE, "/session", foreign, null).status()).isEqualTo(403);
    assertThat(made.headers().contains("Access-Control-Allow-Credentials")).isFalse();
    assertThat(owner.get("/chatbots").await().text()).doesNotContain("theirs");
  }

  @Test
  void whatChangesSomethingMustSayThatItIsOurs() {
    String cookie = cookie();

    assertThat(
            send(HttpMethod.POST, "/replies", Map.of("Cookie", cookie), "{\"name\":\"a\"}")
                .status())
        .isEqualTo(403);
    assertThat(
            send(
                    HttpMethod.POST,
                    "/replies",
                    Map.of("Cookie", cookie, "Origin", own, "Content-Type", "application/json"),
                    "{\"name\":\"a\",\"content\":\"b\"}")
                .status())
        .isEqualTo(201);
    assertThat(send(HttpMethod.GET, "/inbox", Map.of("Cookie", cookie), null).status())
        .isEqualTo(200);
  }

  @Test
  void aSessionIsGoodInItsCookieAndNowhereElse() {
    String token = cookie().replaceAll("^[^=]*=", "");

    assertThat(
            send(HttpMethod.GET, "/inbox", Map.of("Authorization", "Bearer " + token), null)
                .status())
        .isEqualTo(401);
    assertThat(send(HttpMethod.GET, "/inbox?session=" + token, Map.of(), null).status())
        .isEqualTo(401);
    assertThat(
            send(
                    HttpMethod.GET,
                    "/inbox",
                    Map.of("Cookie", cookie() + "; repartee_session=rs_planted"),
                    null)
                .status())
        .isEqualTo(401);
  }

  @Test
  void signingOutEndsItAndItsChannels() throws Exception {
    String cookie = cookie();
    ChatClientChannel channel =
        nobody
            .channel(ChatClient.chat(bot), Map.of("Cookie", cookie, "Origin", own), part -> {})
            .await();
    assertThat(channel.closed().isComplete()).isFalse();

    ChatClientReply out =
        send(HttpMethod.DELETE, "/session", Map.of("Cookie", cookie, "Origin", own), null);

    assertThat(out.status()).isEqualTo(204);
    assertThat(channel.closed().await(20, TimeUnit.SECONDS)).isEqualTo(4401);
    assertThat(send(HttpMethod.GET, "/inbox", Map.of("Cookie", cookie), null).status())
        .isEqualTo(401);
    assertThat(send(HttpMethod.GET, "/session", Map.of("Cookie", cookie), null).status())
        .isEqualTo(401);
  }

  @Test
  void aForeignPagesChannelIsClosed() throws Exception {
    for (String origin : new String[] {"https://evil.example", "null"}) {
      ChatClientChannel channel =
          nobody
              .channel(
                  ChatClient.chat(bot), Map.of("Cookie", cookie(), "Origin", origin), part -> {})
              .await();

      assertThat(channel.closed().await(20, TimeUnit.SECONDS)).as(origin).isEqualTo(4403);
    }
  }

  @Test
  void keysOfPagesDoNotSignIn() {
    String account = owner.get("/accounts").await().json().at("/0/id").asText();
    String chat =
        owner
            .post("/accounts/" + account + "/keys", Map.of("name", "page", "scope", "chat"))
            .await()
            .json()
            .get("key")
            .asText();

    assertThat(signedIn(chat).status()).isEqualTo(403);
    assertThat(signedIn("rp_wrong").status()).isEqualTo(401);
    assertThat(signedIn(chat).headers().contains("Set-Cookie")).isFalse();
  }

  private static String cookie() {
    return signedIn(server.adminKey()).headers().get("Set-Cookie").replaceAll(";.*", "");
  }

  private static String token(ChatClientReply made) {
    return made.headers().get("Set-Cookie").replaceAll("^[^=]*=([^;]*);.*", "$1");
  }

  private static ChatClientReply signedIn(String key) {
    return send(
        HttpMethod.POST,
        "/session",
        Map.of("Origin", own, "Content-Type", "application/json"),
        Json.compact(Map.of("key", key)));
  }

  private static ChatClientReply send(
      HttpMethod method, String path, Map<String, String> headers, @Nullable String body) {
    return nobody.send(method, path, headers, body).await();
  }

  private static ChatClient client(@Nullable String key) {
    return new ChatClient(VERTX, server.address().getHost(), server.address().getPort(), key);
  }
}
