package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import repartee.contract.DelimitedStreamParser.Part;
import repartee.contract.MessageState;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientChannel;
import repartee.testkit.FakeModel;
import repartee.testkit.FakeModelScript;
import repartee.testkit.ServerProcess;

/** Behind the real nginx, with its usual buffering and the settings that we ship. */
final class NginxIT {
  private static final boolean LONG = Boolean.getBoolean("repartee.long");
  // A tenth of it by default: nginx's patience and our pings are scaled down with it.
  private static final int SILENCE_S = LONG ? 90 : 9;
  private static final String NGINX_PATIENCE = LONG ? "60s" : "6s";
  private static final String PING_MS = LONG ? "20000" : "2000";
  private static final Vertx VERTX = Vertx.vertx();

  @TempDir private static Path folder;
  private static FakeModel model;
  private static ServerProcess server;
  private static UUID bot;

  @TempDir private Path own;

  @BeforeAll
  static void start() {
    Nginx.assumeThere();
    model = FakeModel.start(VERTX).await();
    server =
        ServerProcess.start(
            folder.resolve("data"),
            Map.of(
                "REPARTEE_MODEL_URL", model.url(),
                "REPARTEE_MODEL_NAME", "fake",
                "REPARTEE_MODEL_FIRST_TOKEN_TIMEOUT_MS", "200000",
                "REPARTEE_MODEL_IDLE_TIMEOUT_MS", "200000",
                "REPARTEE_ROUTING_PING_MS", PING_MS));
    try (ChatClient client = ServeIT.client(server)) {
      bot = ServeIT.taughtBot(client);
    }
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    VERTX.close().await();
  }

  @Test
  void theFirstWordPassesWhileTheModelIsSilentAfterIt() throws Exception {
    model.next(FakeModelScript.says("word ").ending(FakeModelScript.Ending.SILENCE));
    try (Nginx nginx = Nginx.start(own, List.of(server.address()), "10m");
        ChatClient client = client(nginx)) {
      BlockingQueue<Part> seen = new LinkedBlockingQueue<>();

      client.stream(ChatClient.chat(bot), Map.of("q", "Now?", "stream", true), seen::add);

      assertThat(seen.poll(10, TimeUnit.SECONDS)).isInstanceOf(Part.Header.class);
      assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(new Part.Text("word "));
    }
  }

  @Test
  void aLongSilenceIsSurvivedByStreamsAsShippedAndByChannelsThroughTheirPings() throws Exception {
    FakeModelScript slow = FakeModelScript.says("before ", "after").paced(SILENCE_S * 1_000);
    model.next(slow);
    model.next(slow);
    try (Nginx shipped = Nginx.start(own.resolve("shipped"), List.of(server.address()), "10m");
        Nginx usual = Nginx.start(own.resolve("usual"), List.of(server.address()), NGINX_PATIENCE);
        ChatClient streaming = client(shipped);
        ChatClient channelling = client(usual)) {
      BlockingQueue<Part> streamed = new LinkedBlockingQueue<>();
      BlockingQueue<Part> channelled = new LinkedBlockingQueue<>();

      Future<?> stream =
          streaming.stream(
              ChatClient.chat(bot), Map.of("q", "Slow?", "stream", true), streamed::add);
      ChatClientChannel channel =
          channelling.channel(ChatClient.chat(bot), Map.of(), channelled::add).await();
      channel.ask(Map.of("q", "Slow, too?")).await();

      stream.await(4L * SILENCE_S, TimeUnit.SECONDS);
      assertThat(streamed).contains(new Part.Text("before "), new Part.Text("after"));
      assertThat(state(channelled)).isEqualTo(MessageState.COMPLETE);
      channel.close().await();
    }
  }

  @Test
  void whatOneClientSmugglesIsNeverReadAsAnothersRequest() throws Exception {
    try (Nginx nginx = Nginx.start(own, List.of(server.address()), "10m");
        ChatClient client = client(nginx)) {
      String smuggled = "GET /health/live HTTP/1.1\r\nHost: x\r\nX-Smuggled: ";
      String request =
          "GET /health/ready HTTP/1.1\r\nHost: x\r\nContent-Xength: %d\r\n\r\n%s"
              .formatted(smuggled.length(), smuggled);
      for (int round = 0; round < 20; round++) {
        try (Socket attacker =
            new Socket(InetAddress.getLoopbackAddress(), nginx.address().getPort())) {
          attacker.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

          assertThat(client.get("/chatbots/" + bot).await().json().at("/id").asText())
              .isEqualTo(bot.toString());
        }
      }
    }
  }

  private static MessageState state(BlockingQueue<Part> parts) throws InterruptedException {
    while (true) {
      Part part = parts.poll(4L * SILENCE_S, TimeUnit.SECONDS);
      assertThat(part).isNotNull();
      if (part instanceof Part.Trailer(var trailer)) {
        return trailer.state();
      }
    }
  }

  private static ChatClient client(Nginx nginx) {
    return new ChatClient(
        VERTX, nginx.address().getHost(), nginx.address().getPort(), server.adminKey());
  }
}
