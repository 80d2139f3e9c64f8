package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import repartee.contract.DelimitedStreamParser.Part;
import repartee.contract.MessageState;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientChannel;
import repartee.testkit.ChatClientReply;
import repartee.testkit.PostgreSQL;
import repartee.testkit.ServerProcess;

/** Two nodes behind the real nginx, as docker/compose.yaml puts them there. */
final class NginxClusterIT {
  private static final Vertx VERTX = Vertx.vertx();
  private static final String ADMIN_KEY = "administrator-key-of-this-test-alone";
  private static final int MEBIBYTE = 1 << 20;

  @TempDir private static Path folder;
  private static final List<ServerProcess> NODES = new ArrayList<>();
  private static String database = "";
  private static UUID bot = UUID.randomUUID();

  @TempDir private Path own;

  @BeforeAll
  static void start() {
    Nginx.assumeThere();
    database = PostgreSQL.freshDatabase();
    NODES.add(node(0));
    NODES.add(node(1));
    try (ChatClient client = client(NODES.getFirst().address())) {
      bot = ServeIT.taughtBot(client);
    }
  }

  @BeforeEach
  void bothNodesAreThere() {
    for (int i = 0; i < NODES.size(); i++) {
      if (!NODES.get(i).handle().isAlive()) {
        NODES.set(i, node(i));
      }
    }
  }

  @AfterAll
  static void stop() {
    NODES.forEach(ServerProcess::close);
    VERTX.close().await();
  }

  @Test
  void whatWasSaidOverOneNodeIsKnownOverTheOther() throws Exception {
    try (Nginx nginx = nginx();
        ChatClient client = client(nginx.address())) {
      for (int round = 0; round < 6; round++) {
        ChatClientReply asked = say(client, "both", "How long can books be borrowed?");
        assertThat(asked.status()).as(asked.text()).isEqualTo(201);
      }

      // A question and an answer each.
      assertThat(history(client, "both")).isEqualTo(12);
    }
  }

  @Test
  void aNodeThatIsKilledIsLeftForTheOther() throws Exception {
    try (Nginx nginx = nginx();
        ChatClient client = client(nginx.address())) {
      say(client, "killed", "How long can books be borrowed?");

      NODES.getFirst().kill();

      for (int round = 0; round < 20; round++) {
        assertThat(client.get("/health/live").await().status()).isEqualTo(200);
        assertThat(say(client, "killed", "And renewed?").status()).isEqualTo(201);
      }
      assertThat(history(client, "killed")).isEqualTo(42);
    }
  }

  @Test
  void aChannelWhoseNodeIsKilledConnectsAgainAndGoesOn() throws Exception {
    try (Nginx nginx = nginx();
        ChatClient client = client(nginx.address())) {
      BlockingQueue<Part> first = new LinkedBlockingQueue<>();
      ChatClientChannel channel =
          client.channel(ChatClient.chat(bot), Map.of(), first::add).await();
      channel.ask(Map.of("q", "How long can books be borrowed?")).await();
      UUID conversation = conversation(first);
      assertThat(state(first)).isEqualTo(MessageState.COMPLETE);

      NODES.stream().filter(NginxClusterIT::hasChannel).toList().forEach(ServerProcess::kill);

      channel.closed().await(30, TimeUnit.SECONDS);
      BlockingQueue<Part> second = new LinkedBlockingQueue<>();
      ChatClientChannel again = client.channel(ChatClient.chat(bot), Map.of(), second::add).await();
      again.attach(conversation, 0).await();
      assertThat(conversation(second)).isEqualTo(conversation);
      assertThat(state(second)).isEqualTo(MessageState.COMPLETE);
      again.close().await();
    }
  }

  @Test
  void aDocumentOfFiveMebibytesPassesAndOneBeyondTheLimitDoesNot() throws Exception {
    try (Nginx nginx = nginx();
        ChatClient client = client(nginx.address())) {
      assertThat(document(client, 5 * MEBIBYTE)).isEqualTo(201);
      assertThat(document(client, 9 * MEBIBYTE)).isEqualTo(413);
    }
  }

  @Test
  void theClientsAddressIsWhatNginxSaysAndNotWhatTheClientSays() throws Exception {
    try (Nginx nginx = nginx();
        ChatClient client = client(nginx.address())) {
      UUID restricted = restrictedTo(client, "127.0.0.9");
      URI proxy = nginx.address();
      URI node = NODES.getFirst().address();

      assertThat(asked(proxy, restricted, "127.0.0.9", "203.0.113.7")).isEqualTo(200);
      assertThat(asked(proxy, restricted, "127.0.0.1", "127.0.0.9")).isEqualTo(403);
      // Who speaks to a node without nginx is believed only where nginx stands.
      assertThat(asked(node, restricted, "127.0.0.1", "127.0.0.9")).isEqualTo(200);
      assertThat(asked(node, restricted, "127.0.0.2", "127.0.0.9")).isEqualTo(403);
    }
  }

  @Test
  void theNumbersOfTheNodesAreNotToldThroughIt() throws Exception {
    try (Nginx nginx = nginx();
        ChatClient client = client(nginx.address())) {
      assertThat(client.get("/metrics").await().status()).isEqualTo(404);
    }
  }

  private static ServerProcess node(int number) {
    return ServerProcess.start(
        folder.resolve("node-" + number),
        Map.of(
            "REPARTEE_ADMIN_KEY", ADMIN_KEY,
            "REPARTEE_CLUSTER_PORT", "0",
            "REPARTEE_CLUSTER_BUS_PORT", "0",
            "REPARTEE_ROUTING_KEY_CACHE_MS", "1",
            "REPARTEE_ROUTING_DOCUMENT_BYTES_MAX", String.valueOf(6 * MEBIBYTE),
            "REPARTEE_ROUTING_TRUSTED_PROXIES", "127.0.0.1"),
        "--cluster",
        "--database",
        database);
  }

  private Nginx nginx() throws Exception {
    return Nginx.start(own, NODES.stream().map(ServerProcess::address).toList(), "10m");
  }

  private static ChatClient client(URI address) {
    return new ChatClient(VERTX, address.getHost(), address.getPort(), ADMIN_KEY);
  }

  private static ChatClientReply say(ChatClient client, String conversation, String prompt) {
    return client
        .send(
            HttpMethod.POST,
            ChatClient.conversations(bot),
            Map.of("Prefer", "return=representation"),
            """
            {"conversation_id": "%s", "user_id": "anna", "prompt": "%s"}"""
                .formatted(conversation, prompt))
        .await();
  }

  private static int history(ChatClient client, String conversation) {
    String path = ChatClient.conversations(bot) + "/" + conversation + "/messages?limit=200";
    return client.get(path).await().json().size();
  }

  private static boolean hasChannel(ServerProcess node) {
    try (ChatClient client = client(node.address())) {
      return client.get("/metrics").await().text().contains("repartee_channels_open 1.0\n");
    }
  }

  /** Short to learn and long to carry. */
  private static int document(ChatClient client, int bytes) {
    String padded = "{\"name\": \"long\", \"content\": \"Short.\"" + " ".repeat(bytes) + "}";
    return client
        .send(HttpMethod.POST, "/chatbots/" + bot + "/documents", Map.of(), padded)
        .await()
        .status();
  }

  private static UUID restrictedTo(ChatClient client, String address) {
    ChatClientReply made =
        client
            .post(
                "/chatbots",
                Map.of(
                    "name", "restricted", "restrictions", Map.of("ip_addresses", List.of(address))))
            .await();
    return UUID.fromString(made.json().at("/id").asText());
  }

  /** The status for who comes from there and says to come from elsewhere. */
  private static int asked(URI server, UUID chatbot, String from, String claimed) throws Exception {
    try (HttpClient http =
        HttpClient.newBuilder().localAddress(InetAddress.getByName(from)).build()) {
      URI chat = URI.create("http://127.0.0.1:" + server.getPort() + ChatClient.chat(chatbot));
      HttpRequest request =
          HttpRequest.newBuilder(chat)
              .header("Authorization", "Bearer " + ADMIN_KEY)
              .header("Content-Type", "application/json")
              .header("X-Forwarded-For", claimed)
              .POST(HttpRequest.BodyPublishers.ofString("{\"q\": \"Who am I?\"}"))
              .build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  private static UUID conversation(BlockingQueue<Part> parts) throws InterruptedException {
    while (true) {
      if (next(parts) instanceof Part.Header(var header)) {
        return header.conversationUid();
      }
    }
  }

  private static MessageState state(BlockingQueue<Part> parts) throws InterruptedException {
    while (true) {
      if (next(parts) instanceof Part.Trailer(var trailer)) {
        return trailer.state();
      }
    }
  }

  private static Part next(BlockingQueue<Part> parts) throws InterruptedException {
    Part part = parts.poll(30, TimeUnit.SECONDS);
    if (part == null) {
      throw new AssertionError("nothing came");
    }
    return part;
  }
}
