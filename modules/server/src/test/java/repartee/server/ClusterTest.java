package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import repartee.contract.BusCodec;
import repartee.testkit.ChatClient;
import repartee.testkit.PostgreSQL;

/** Two nodes in one process, to look inside. */
final class ClusterTest {
  private static final int MANY = 20;

  @TempDir private Path folder;
  private final String database = PostgreSQL.freshDatabase();

  private record Node(Cluster cluster, ChatClient client, Shutdown shutdown) {
    int registrations() {
      return cluster.hazelcast().getMultiMap("__vertx.subs").size();
    }
  }

  @Test
  void whatTheClusterKnowsDoesNotGrowWithConversationsOrChannels() throws Exception {
    List<Node> nodes = List.of(node("one"), node("other"));
    assertThat(nodes.getLast().cluster().hazelcast().getCluster().getMembers()).hasSize(2);
    UUID bot = ServeIT.taughtBot(nodes.getFirst().client());
    talk(nodes, bot, 1);
    int before = nodes.getFirst().registrations();

    talk(nodes, bot, MANY);

    assertThat(before).isPositive();
    assertThat(nodes.getFirst().registrations()).isEqualTo(before);
    for (Node node : nodes) {
      node.client().close();
      node.shutdown().stopAll();
    }
  }

  private static void talk(List<Node> nodes, UUID bot, int times) {
    List<Object> open = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      for (Node node : nodes) {
        String asked = ServeIT.asked(node.client(), bot, UUID.randomUUID().toString());
        assertThat(nodes.getLast().client().get(asked).await().status()).isEqualTo(200);
        open.add(node.client().channel(ChatClient.chat(bot), Map.of(), part -> {}).await());
      }
    }
    assertThat(open).hasSize(2 * times);
  }

  private Node node(String name) throws Exception {
    Path data = folder.resolve(name);
    Configuration configuration =
        Configuration.of(
            Map.of("data", data.toString(), "database", database, "cluster", "true", "port", "0"),
            Map.of(
                "REPARTEE_CLUSTER_HOST",
                "127.0.0.1",
                "REPARTEE_CLUSTER_PORT",
                "0",
                "REPARTEE_CLUSTER_BUS_PORT",
                "0",
                "REPARTEE_ADMIN_KEY",
                Nodes.KEY));
    Shutdown shutdown = new Shutdown(configuration.shutdownTimeoutMs());
    Meters meters = shutdown.add("metrics", new Meters(name));
    Cluster cluster =
        Cluster.enter(configuration, database, name, meters, new VertxOptions(), shutdown);
    Vertx vertx = cluster.vertx();
    BusCodec.install(vertx.eventBus());
    Parts parts = new Parts(vertx, name, configuration, shutdown, meters::text);
    parts.start(database);
    cluster.greet();
    new FirstStart(DataFolder.open(data)).begin(vertx.eventBus(), configuration).await();
    URI address = URI.create(parts.open());
    return new Node(
        cluster, new ChatClient(vertx, address.getHost(), address.getPort(), Nodes.KEY), shutdown);
  }
}
