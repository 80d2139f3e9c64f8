package repartee.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import repartee.contract.BusCodec;
import repartee.contract.StreamHeader;
import repartee.storage.Neighbours;
import repartee.testkit.ChatClientReply;
import repartee.testkit.FakeModelScript;
import repartee.testkit.Poll;
import repartee.testkit.PostgreSQL;
import repartee.testkit.ServerProcess;

/** What goes wrong around a cluster: who must not start says why; who runs goes on. */
final class FaultsIT {
  private static final FakeModelScript SPEECH =
      FakeModelScript.words("Said here, and read there. ".repeat(10), 10);
  private static final FakeModelScript LONG_SPEECH =
      FakeModelScript.words("Said while nobody can keep it. ".repeat(20), 50);
  private static final long AWAY_NS = TimeUnit.SECONDS.toNanos(20);

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aWrongPasswordStopsTheStartAtOnceAndIsNotTold(String cluster) {
    PostgreSQL postgres = kept(PostgreSQL.own());
    Nodes nodes = kept(new Nodes(postgres.guardedDatabase("anna", "the-right-word")));
    String wrong = nodes.database.replace("the-right-word", "the-wrong-word");

    String said = refusal(nodes, Map.of("REPARTEE_DATABASE", wrong, "REPARTEE_CLUSTER", cluster));

    assertThat(said)
        .contains("does not let the user anna in. Are the user and the password in --database")
        .doesNotContain("the-wrong-word", "waits for the database", "\tat ");
    // With the right one the same server starts: it was that, and nothing else.
    nodes.start(Map.of("REPARTEE_CLUSTER", cluster));
  }

  @Test
  void aDatabaseThatIsNotThereOrOfAnotherProjectIsRefusedAtOnce() {
    PostgreSQL postgres = kept(PostgreSQL.own());
    Nodes nodes = kept(new Nodes(postgres.guardedDatabase("anna", "a-word")));
    String name = nodes.database.substring(nodes.database.lastIndexOf('/') + 1);

    assertThat(refusal(nodes, Map.of("REPARTEE_DATABASE", nodes.database + "_not")))
        .contains("There is no database 127.0.0.1:", "/" + name + "_not. Make it")
        .doesNotContain("waits for the database", "\tat ");

    String foreign = postgres.database();
    postgres.execute(foreign, "CREATE TABLE invoice (id int)");
    assertThat(refusal(nodes, Map.of("REPARTEE_DATABASE", foreign)))
        .contains("holds tables of something else. Give Repartee its own.")
        .doesNotContain("waits for the database", "\tat ");
  }

  @Test
  void aNodeOfAnotherProtocolIsRefusedWithASentenceWhileTheOthersLive() throws Complaints {
    Nodes nodes = kept(new Nodes());
    Configuration configuration = Configuration.of(Map.of("database", nodes.database), Map.of());
    Neighbours newer =
        kept(new Neighbours(configuration.storage(nodes.database), "of a newer version"));
    newer
        .enter(
            new Neighbours.Node(
                "of a newer version", "127.0.0.1", 9, BusCodec.PROTOCOL + 1, List.of("routing")),
            20_000)
        .await();
    newer.formed().await();

    assertThat(refusal(nodes, Map.of()))
        .contains("speaks protocol " + (BusCodec.PROTOCOL + 1) + ", this one " + BusCodec.PROTOCOL)
        .contains("Stop them first, or start their version.")
        .doesNotContain("waits for the database", "Is it running", "\tat ");

    newer.close();
    open.remove(newer);
    nodes.start(Map.of());
  }

  @Test
  void aDatabaseThatIsAwayForAWhileBreaksNothing() {
    PostgreSQL postgres = kept(PostgreSQL.own());
    Nodes nodes = kept(new Nodes(postgres.database()));
    nodes.start(Map.of());
    nodes.start(Map.of());
    nodes.awaitMembers(2);
    UUID bot = ServeIT.taughtBot(nodes.get(0).client());
    nodes.model.always(LONG_SPEECH);
    Nodes.Asked writing = Nodes.ask(nodes.get(0), bot, "in-between", "What is said?");
    StreamHeader begun = writing.header();

    postgres.stop();
    long stopped = System.nanoTime();
    Poll.until(
        () -> {
          ChatClientReply reply =
              nodes.get(1).client().get("/chatbots/" + bot + "/conversations").await();
          assertThat(reply.status()).isIn(200, 503);
          return reply.status() == 503;
        });
    Poll.until(() -> System.nanoTime() - stopped > AWAY_NS);
    postgres.restart();

    Poll.until(
        () ->
            nodes.all().stream()
                .allMatch(node -> node.client().get("/health/ready").await().status() == 200));
    String message = Nodes.message(bot, begun);
    Poll.until(() -> !state(nodes.get(1), message).equals("streaming"));
    JsonNode log = Nodes.log(nodes.get(1), bot, "in-between");
    assertThat(log).hasSize(2);
    assertThat(LONG_SPEECH.text()).startsWith(log.at("/1/content").asText());
    assertThat(state(nodes.get(1), message)).isEqualTo(log.at("/1/state").asText());
    assertOneServer(nodes, bot);
    for (Nodes.Node node : nodes.all()) {
      assertThat(node.server().handle().isAlive()).isTrue();
      assertThat(Nodes.members(node.server())).isEqualTo(2);
      assertThat(node.server().errors()).doesNotContain("a node has gone");
    }
  }

  @Test
  void aStrangerAtTheClustersPortsIsNotLetInAndDisturbsNobody() throws Exception {
    Nodes nodes = kept(Nodes.of(2));
    nodes.awaitMembers(2);
    UUID bot = ServeIT.taughtBot(nodes.get(0).client());
    int port = announced(nodes.get(0), "port");
    int busPort = announced(nodes.get(0), "bus_port");
    byte[] noise = new byte[4096];
    new Random(7).nextBytes(noise);

    for (int at : List.of(port, busPort)) {
      say(at, noise);
      say(at, "GET / HTTP/1.1\r\nHost: cluster\r\n\r\n".getBytes(US_ASCII));
      say(at, "HZC".getBytes(US_ASCII));
      say(at, ByteBuffer.allocate(8).putInt(-7).putInt(7).array());
      say(at, ByteBuffer.allocate(64).putInt(60).put((byte) 99).array());
    }
    HazelcastInstance stranger = Hazelcast.newHazelcastInstance(strange(port));
    try {
      assertThat(stranger.getCluster().getMembers()).hasSize(1);
      assertOneServer(nodes, bot);
      for (Nodes.Node node : nodes.all()) {
        assertThat(Nodes.members(node.server())).isEqualTo(2);
        assertThat(node.server().errors()).doesNotContain("a node has gone");
      }
    } finally {
      stranger.getLifecycleService().terminate();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost,",
    "127.0.0.1, localhost",
    "0.0.0.0, localhost",
    "::1,",
    "::1, [::1]",
    "::, ::1"
  })
  void nodesFindEachOtherByNamesAndByIpv6(String host, @Nullable String publicHost) {
    Map<String, String> address = new HashMap<>(Map.of("REPARTEE_CLUSTER_HOST", host));
    if (publicHost != null) {
      address.put("REPARTEE_CLUSTER_PUBLIC_HOST", publicHost);
    }
    Nodes nodes = kept(new Nodes());
    nodes.start(address);
    nodes.start(address);

    nodes.awaitMembers(2);

    assertOneServer(nodes, ServeIT.taughtBot(nodes.get(0).client()));
  }

  private <T extends AutoCloseable> T kept(T opened) {
    open.add(opened);
    return opened;
  }

  private static String state(Nodes.Node node, String message) {
    return node.client().get(message).await().json().at("/state").asText();
  }

  /** What a node says that must not start. */
  private static String refusal(Nodes nodes, Map<String, String> environment) {
    ServerProcess refused = nodes.launch(environment);
    assertThat(refused.awaitEnd()).as(refused.errors()).isOne();
    return refused.output() + refused.errors();
  }

  /** Whoever writes, the other one reads. */
  private static void assertOneServer(Nodes nodes, UUID bot) {
    nodes.model.always(SPEECH);
    for (int writer = 0; writer < 2; writer++) {
      Nodes.Asked asked =
          Nodes.ask(nodes.get(writer), bot, UUID.randomUUID().toString(), "What is said?");
      Nodes.Asked read = Nodes.read(nodes.get(1 - writer), bot, asked.header());

      assertThat(asked.isWhole()).isTrue();
      assertThat(asked.text()).isEqualTo(SPEECH.text());
      assertThat(read.isWhole()).isTrue();
      assertThat(read.text()).isEqualTo(SPEECH.text());
    }
  }

  private static int announced(Nodes.Node node, String key) {
    String line =
        node.server()
            .errors()
            .lines()
            .filter(said -> said.contains("in the cluster "))
            .findFirst()
            .orElseThrow();
    return Integer.parseInt(line.replaceAll(".* " + key + "=([0-9]+).*", "$1"));
  }

  private static void say(int port, byte[] bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        OutputStream out = socket.getOutputStream()) {
      out.write(bytes);
      out.flush();
      socket.shutdownOutput();
      socket.setSoTimeout(500);
      socket.getInputStream().readAllBytes();
    } catch (SocketTimeoutException | SocketException shown) {
      // The door was shut in its face, or nothing was said.
    }
  }

  /** Another one's Hazelcast, which knows where a node of ours is, but not the secret. */
  private static Config strange(int port) {
    Config config = new Config();
    config.setClusterName("repartee");
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.max.join.seconds", "5");
    config.setProperty("hazelcast.socket.bind.any", "false");
    var network = config.getNetworkConfig();
    network.setPort(free());
    network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    network.getJoin().getAutoDetectionConfig().setEnabled(false);
    network.getJoin().getMulticastConfig().setEnabled(false);
    network.getJoin().getTcpIpConfig().setEnabled(true).addMember("127.0.0.1:" + port);
    return config;
  }

  private static int free() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException none) {
      throw new UncheckedIOException(none);
    }
  }
}
