package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientReply;
import repartee.testkit.FakeModel;
import repartee.testkit.ServerProcess;

/**
 * A whole server with a scripted model, two accounts that know nothing of each other, and a
 * conversation of each: for many tests that leave it as they found it.
 */
final class Stand implements AutoCloseable {
  static final String QUESTION = "How long can books be borrowed?";
  static final String CONVERSATION = "desk";

  final Vertx vertx = Vertx.vertx();
  final FakeModel model = FakeModel.start(vertx).await();
  final ServerProcess server;
  final ChatClient admin;
  final Tenant mine;
  final Tenant other;

  private final Path folder;
  private final String said;

  /** An account with an owner's key, and a chatbot that was taught and asked. */
  record Tenant(
      UUID account, String key, ChatClient client, UUID bot, UUID document, Place place) {}

  /** Where an answer is. */
  record Place(UUID conversation, UUID message) {}

  Stand() throws IOException {
    folder = Files.createTempDirectory("repartee-stand");
    server =
        ServerProcess.start(
            folder.resolve("data"),
            Map.of(
                "REPARTEE_MODEL_URL",
                model.url(),
                "REPARTEE_MODEL_NAME",
                "fake",
                "REPARTEE_MODEL_FIRST_TOKEN_TIMEOUT_MS",
                "2000",
                "REPARTEE_MODEL_IDLE_TIMEOUT_MS",
                "2000"));
    admin = client(server.adminKey());
    mine = tenant("mine");
    other = tenant("other");
    said = history(mine) + history(other);
  }

  ChatClient client(@Nullable String key) {
    return new ChatClient(vertx, server.address().getHost(), server.address().getPort(), key);
  }

  String chat() {
    return ChatClient.chat(mine.bot());
  }

  String prompts() {
    return ChatClient.conversations(mine.bot());
  }

  /** A good question is answered, and what was said before stands as it stood. */
  void assertGoesOn() {
    ChatClientReply reply = mine.client().post(chat(), Map.of("q", QUESTION)).await();
    assertThat(reply.json().at("/data/answer").asText()).isEqualTo("The fake model answers.");
    assertThat(history(mine) + history(other)).isEqualTo(said);
  }

  /** An error as the table has it, in the dialect of its path. */
  static void assertRefused(ChatClientReply reply, boolean backend, int code) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(code / 100);
    assertThat(reply.json().get("code").intValue()).as(reply.text()).isEqualTo(code);
    assertThat(reply.headers().get("Content-Type"))
        .isEqualTo(backend ? "application/json" : "application/problem+json");
    assertThat(reply.json().get("request_id").asText())
        .isEqualTo(reply.headers().get("X-Request-Id"));
    assertThat(reply.json().get(backend ? "msg" : "detail").asText()).endsWith(".");
  }

  String newKey(UUID account, String scope) {
    ChatClientReply made =
        admin.post("/accounts/" + account + "/keys", Map.of("name", "key", "scope", scope)).await();
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return made.json().get("key").asText();
  }

  UUID newAccount(String name, String plan) {
    ChatClientReply made = admin.post("/accounts", Map.of("name", name, "plan", plan)).await();
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return UUID.fromString(made.json().get("id").asText());
  }

  ChatClientReply send(ChatClient client, HttpMethod method, String path, @Nullable String body) {
    return client.send(method, path, Map.of("X-Request-Id", "always-the-same"), body).await();
  }

  private Tenant tenant(String name) {
    UUID account = newAccount(name, "paid");
    String key = newKey(account, "owner");
    ChatClient client = client(key);
    UUID bot = ServeIT.taughtBot(client);
    String documents = "/chatbots/" + bot + "/documents";
    UUID document = UUID.fromString(client.get(documents).await().json().at("/0/id").asText());
    String location = ServeIT.asked(client, bot, CONVERSATION);
    var answer = client.get(location).await().json();
    return new Tenant(
        account,
        key,
        client,
        bot,
        document,
        new Place(
            UUID.fromString(answer.get("conversation_uid").asText()),
            UUID.fromString(answer.get("id").asText())));
  }

  private static String history(Tenant tenant) {
    String path =
        ChatClient.conversations(tenant.bot()) + "/" + CONVERSATION + "/messages?limit=200";
    ChatClientReply reply = tenant.client().get(path).await();
    assertThat(reply.status()).isEqualTo(200);
    return reply.text();
  }

  @Override
  public void close() throws IOException {
    List.of(admin, mine.client(), other.client()).forEach(ChatClient::close);
    server.close();
    model.close().await();
    vertx.close().await();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
