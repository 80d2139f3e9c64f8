package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import repartee.contract.StreamHeader;
import repartee.testkit.FakeModelScript;

/** Two nodes that cannot reach each other for a while, but both reach the database. */
final class PartitionIT {
  private static final FakeModelScript SPEECH =
      FakeModelScript.words("Said on one side, and read on both in the end. ".repeat(30), 20);

  @Test
  void nothingIsSaidTwiceAndTheyFindEachOtherAgain() throws Exception {
    Vertx vertx = Vertx.vertx();
    try (Nodes nodes = new Nodes()) {
      List<Cable> cables = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        cables.add(new Cable(vertx));
      }
      Nodes.Node one = nodes.start(behind(cables.get(0), cables.get(1)));
      Nodes.Node other = nodes.start(behind(cables.get(2), cables.get(3)));
      nodes.awaitMembers(2);
      UUID bot = ServeIT.taughtBot(one.client());
      nodes.model.always(SPEECH);
      Nodes.Asked asked = Nodes.ask(one, bot, "parted", "What is said?");
      StreamHeader header = asked.header();
      Nodes.Attached attached = new Nodes.Attached(other, bot, header.conversationUid(), 1);
      assertThat(attached.header()).isEqualTo(header);

      cables.forEach(Cable::cut);
      nodes.awaitMembers(1);

      assertThat(asked.isWhole()).isTrue();
      assertThat(asked.text()).isEqualTo(SPEECH.text());
      assertThat(attached.text()).isEqualTo(SPEECH.text());
      assertThat(Nodes.ask(other, bot, "meanwhile", "And here?").isWhole()).isTrue();
      assertThat(Nodes.log(other, bot, "parted").at("/1/epoch").asInt()).isEqualTo(1);

      cables.forEach(Cable::mend);
      nodes.awaitMembers(2);

      // What is read far away is there again as well.
      Poll.until(() -> isReadThere(nodes, bot, one, other));
      Poll.until(() -> isReadThere(nodes, bot, other, one));
    }
    vertx.close().await();
  }

  private static boolean isReadThere(Nodes nodes, UUID bot, Nodes.Node writer, Nodes.Node reader) {
    nodes.model.always(FakeModelScript.words("A word and another one. ".repeat(5), 20));
    StreamHeader header = Nodes.ask(writer, bot, "again", "What is said now?").header();
    String stream = Nodes.message(bot, header) + "/stream";
    return reader.client().get(stream).await().status() == 200;
  }

  private static Map<String, String> behind(Cable membership, Cable bus) {
    return Map.of(
        "REPARTEE_CLUSTER_PORT", String.valueOf(membership.behind),
        "REPARTEE_CLUSTER_BUS_PORT", String.valueOf(bus.behind),
        "REPARTEE_CLUSTER_PUBLIC_HOST", "127.0.0.1",
        "REPARTEE_CLUSTER_PUBLIC_PORT", String.valueOf(membership.port),
        "REPARTEE_CLUSTER_PUBLIC_BUS_PORT", String.valueOf(bus.port));
  }

  /** The way to a port, which can be cut: what is open ends, and what is opened says nothing. */
  private static final class Cable {
    final int behind;
    final int port;
    private final NetClient client;
    private final List<NetSocket> sockets = new ArrayList<>();
    private boolean cut;

    Cable(Vertx vertx) throws IOException {
      try (ServerSocket free = new ServerSocket(0)) {
        behind = free.getLocalPort();
      }
      client = vertx.createNetClient();
      NetServer server = vertx.createNetServer().connectHandler(this::join);
      port = server.listen(0, "127.0.0.1").await().actualPort();
    }

    private synchronized void join(NetSocket near) {
      sockets.add(near);
      if (cut) {
        near.pause();
        return;
      }
      near.pause();
      client
          .connect(behind, "127.0.0.1")
          .onSuccess(
              far -> {
                add(far);
                near.pipeTo(far);
                far.pipeTo(near);
              })
          .onFailure(refused -> near.close());
    }

    private synchronized void add(NetSocket far) {
      sockets.add(far);
    }

    synchronized void cut() {
      cut = true;
      sockets.forEach(NetSocket::close);
      sockets.clear();
    }

    synchronized void mend() {
      cut = false;
      sockets.forEach(NetSocket::close);
      sockets.clear();
    }
  }
}
