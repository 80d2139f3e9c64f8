package repartee.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import repartee.contract.DelimitedStreamParser.Part;
import repartee.contract.MessageState;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientReply;
import repartee.testkit.ServerProcess;

/** The whole server as a stranger meets it: started, taught, asked, ended, started again. */
final class ServeIT {
  private static final Vertx VERTX = Vertx.vertx();
  private static final Map<String, String> HOURS =
      Map.of(
          "name",
          "Opening hours",
          "content",
          "The library opens at nine in the morning and closes at eight in the evening.\n\n"
              + "Books can be borrowed for four weeks and renewed twice.");
  private static final String QUESTION = "How long can books be borrowed?";

  @TempDir private static Path folder;
  private static ServerProcess server;

  @TempDir private Path own;

  @BeforeAll
  static void start() {
    server = ServerProcess.start(folder.resolve("data"), Map.of());
  }

  @AfterAll
  static void stop() {
    server.close();
    VERTX.close().await();
  }

  @Test
  void bothDialectsAnswerFromWhatWasTaughtWholeAsStreamAndOnTheChannel() throws Exception {
    try (ChatClient client = client(server)) {
      UUID bot = taughtBot(client);

      JsonNode whole = client.post(ChatClient.chat(bot), Map.of("q", QUESTION)).await().json();
      assertThat(whole.at("/code").asInt()).isZero();
      assertThat(whole.at("/data/answer").asText()).contains("four weeks", "[1]");

      assertThat(streamed(client, ChatClient.chat(bot), Map.of("q", QUESTION, "stream", true)))
          .contains("four weeks");

      ChatClientReply rows =
          client
              .post(
                  ChatClient.conversations(bot),
                  Map.of("conversation_id", "desk-1", "user_id", "anna", "prompt", QUESTION))
              .await();
      assertThat(rows.status()).isEqualTo(201);
      assertThat(rows.json().at("/0/content").asText()).contains("DOCUMENT NAME: Opening hours");
      String location = rows.headers().get("Location");
      assertThat(client.get(location).await().json().at("/content").asText())
          .contains("four weeks");

      assertThat(channelled(client, ChatClient.chat(bot))).contains("four weeks");
    }
  }

  @Test
  void theFirstStartMakesAKeyAndADemoThatKnowsTheDocumentation() throws Exception {
    try (ChatClient client = client(server)) {
      JsonNode bots = client.get("/chatbots").await().json();
      assertThat(bots.at("/0/name").asText()).isEqualTo("Repartee demo");
      String documents = "/chatbots/" + bots.at("/0/id").asText() + "/documents";

      await(() -> client.get(documents).await().json().size() == 2);

      assertThat(server.output())
          .startsWith("The administrator key is in " + folder.resolve("data/admin-key"));
      assertThat(server.output().lines().toList().getLast()).startsWith("Repartee is ready at ");
      assertThat(server.errors()).doesNotContain(server.adminKey());
    }
  }

  @Test
  void healthSaysReady() {
    try (ChatClient client = client(server)) {
      assertThat(client.get("/health/live").await().status()).isEqualTo(200);
      assertThat(client.get("/health/ready").await().status()).isEqualTo(200);
    }
  }

  @Test
  void whatWasSaidAndTaughtIsThereAfterARestartAndNoProcessIsLeft() throws Exception {
    Path data = own.resolve("data");
    String message;
    UUID bot;
    List<ProcessHandle> postgres;
    try (ServerProcess first = ServerProcess.start(data, Map.of());
        ChatClient client = client(first)) {
      bot = taughtBot(client);
      message = asked(client, bot, "desk");
      postgres = first.postgres().toList();

      int exit = first.terminate();

      assertThat(exit).isZero();
      assertThat(postgres).hasSize(1);
      postgres.getFirst().onExit().get(20, TimeUnit.SECONDS);
    }

    try (ServerProcess second = ServerProcess.start(data, Map.of());
        ChatClient client = client(second)) {
      assertThat(client.get(message).await().json().at("/content").asText()).contains("four weeks");
      assertThat(client.get("/chatbots/" + bot + "/documents").await().json()).hasSize(1);
      assertThat(asked(client, bot, "desk")).isNotEqualTo(message);
      assertThat(second.output()).doesNotContain("administrator key");
    }
  }

  @Test
  void aSecondServerOnTheSameDataFolderIsRefused() {
    try (ServerProcess second = ServerProcess.launch(folder.resolve("data"), Map.of())) {
      assertThat(second.awaitEnd()).isEqualTo(1);
      assertThat(second.errors()).contains("Another Repartee is running on the data folder");
    }

    try (ChatClient client = client(server)) {
      assertThat(client.get("/health/ready").await().status()).isEqualTo(200);
    }
  }

  @Test
  void aPortThatIsTakenIsSaidSoAndNothingIsLeft() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("localhost"));
        ServerProcess refused =
            ServerProcess.launch(
                own.resolve("data"), Map.of(), "--port", "" + taken.getLocalPort())) {
      assertThat(refused.awaitEnd()).isEqualTo(1);
      assertThat(refused.errors())
          .contains("Port " + taken.getLocalPort() + " on localhost is not free.");
      assertThat(refused.postgres()).isEmpty();
    }
  }

  @Test
  void aDatabaseThatCannotBeReachedIsWaitedForAndThenSaidSo() throws Exception {
    int nobody;
    try (ServerSocket free = new ServerSocket(0)) {
      nobody = free.getLocalPort();
    }
    Map<String, String> environment =
        Map.of(
            "REPARTEE_DATABASE",
            "postgresql://me:the-password@127.0.0.1:" + nobody + "/name",
            "REPARTEE_DATABASE_WAIT_MS",
            "1500");

    try (ServerProcess refused = ServerProcess.launch(own.resolve("data"), environment)) {
      assertThat(refused.awaitEnd()).isEqualTo(1);
      assertThat(refused.errors())
          .contains("cannot be reached")
          .doesNotContain("the-password", "\tat ");
    }
  }

  @Test
  void aConfigurationThatIsWrongStopsTheStartWithAllComplaints() throws Exception {
    Path file = Files.writeString(own.resolve("wrong.yaml"), "prot: 1\nhots: x\n", UTF_8);

    try (ServerProcess refused =
        ServerProcess.launch(own.resolve("data"), Map.of(), "--config", file.toString())) {
      assertThat(refused.awaitEnd()).isEqualTo(1);
      assertThat(refused.errors()).contains("Did you mean port?", "Did you mean host?");
      assertThat(own.resolve("data")).doesNotExist();
    }
  }

  @Test
  void anAdministratorKeyOfOnesOwnIsTaken() {
    String key = "one-of-my-own-with-32-characters-or-more";
    try (ServerProcess keyed =
            ServerProcess.start(own.resolve("data"), Map.of("REPARTEE_ADMIN_KEY", key));
        ChatClient client = client(keyed.address(), key)) {
      assertThat(client.get("/accounts").await().status()).isEqualTo(200);
      assertThat(own.resolve("data/admin-key")).doesNotExist();
      assertThat(keyed.errors()).doesNotContain(key);
    }
  }

  /** Asks in the resource dialect; the result is where the answer is. */
  static String asked(ChatClient client, UUID bot, String conversation) {
    ChatClientReply reply =
        client
            .post(
                ChatClient.conversations(bot),
                Map.of("conversation_id", conversation, "user_id", "anna", "prompt", QUESTION))
            .await();
    assertThat(reply.status()).isEqualTo(201);
    return reply.headers().get("Location");
  }

  static UUID taughtBot(ChatClient client) {
    ChatClientReply made = client.post("/chatbots", Map.of("name", "Library desk")).await();
    assertThat(made.status()).isEqualTo(201);
    UUID bot = UUID.fromString(made.json().at("/id").asText());
    ChatClientReply taught = client.post("/chatbots/" + bot + "/documents", HOURS).await();
    assertThat(taught.status()).isEqualTo(201);
    return bot;
  }

  static ChatClient client(ServerProcess server) {
    return client(server.address(), server.adminKey());
  }

  private static ChatClient client(URI address, @Nullable String key) {
    return new ChatClient(VERTX, address.getHost(), address.getPort(), key);
  }

  private static String streamed(ChatClient client, String path, Object body) {
    List<Part> parts = new ArrayList<>();
    client.stream(path, body, parts::add).await();
    assertThat(parts.getFirst()).isInstanceOf(Part.Header.class);
    return text(parts);
  }

  private static String channelled(ChatClient client, String path) throws Exception {
    BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
    var channel = client.channel(path, Map.of(), parts::add).await();
    channel.ask(Map.of("q", QUESTION)).await();
    List<Part> seen = new ArrayList<>();
    while (seen.isEmpty() || !(seen.getLast() instanceof Part.Trailer)) {
      Part next = parts.poll(30, TimeUnit.SECONDS);
      assertThat(next).isNotNull();
      seen.add(next);
    }
    channel.close().await();
    assertThat(((Part.Trailer) seen.getLast()).trailer().state()).isEqualTo(MessageState.COMPLETE);
    return text(seen);
  }

  private static String text(List<Part> parts) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Part.Text(String piece)) {
        text.append(piece);
      }
    }
    return text.toString();
  }

  private static void await(BooleanSupplier done) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      VERTX.timer(100, TimeUnit.MILLISECONDS).await();
    }
  }
}
