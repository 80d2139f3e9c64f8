package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import repartee.testkit.ChatClientReply;
import repartee.testkit.FakeModelScript;
import repartee.testkit.Poll;

/** A node whose disk is full: it says so, and all that people say is kept and answered. */
final class FullDiskIT {
  private static final FakeModelScript SPEECH =
      FakeModelScript.words("Said beside a full disk. ".repeat(10), 10);

  @TempDir private Path disk;
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    mounted = run("mount", "-t", "tmpfs", "-o", "size=2m", "none", disk.toString());
    assumeTrue(mounted, "SKIPPED: no disk can be mounted here, so none is full");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  @Test
  void aNodeWithoutRoomSaysSoAndNothingThatWasAcknowledgedIsLost() throws Exception {
    try (Nodes nodes = new Nodes()) {
      Nodes.Node full = nodes.ready(nodes.launchOn(disk, Map.of()));
      Nodes.Node other = nodes.start(Map.of());
      nodes.awaitMembers(2);
      UUID bot = ServeIT.taughtBot(other.client());
      nodes.model.always(SPEECH);
      assertAnswered(full, other, bot, "before");

      Path filling = fill();
      assertThat(
              teach(other, bot, "Elephants", "Elephants are welcome in the reading room.").status())
          .isEqualTo(201);

      Poll.until(() -> full.server().errors().contains("No space left on device"));
      assertAnswered(full, other, bot, "full");
      assertAnswered(other, full, bot, "beside");
      assertThat(found(other, bot)).isTrue();
      assertThat(Nodes.members(full.server())).isEqualTo(2);

      Files.delete(filling);
      // Its index is made of what the database has: nothing is missing in it once there is room.
      Poll.until(() -> found(full, bot));
      assertThat(teach(full, bot, "Giraffes", "Giraffes have to stoop.").status()).isEqualTo(201);
    }
  }

  private static void assertAnswered(
      Nodes.Node asked, Nodes.Node reader, UUID bot, String conversation) {
    Nodes.Asked answer = Nodes.ask(asked, bot, conversation, "When is the library open?");
    assertThat(answer.isWhole()).as(asked.server().errors()).isTrue();
    assertThat(answer.text()).isEqualTo(SPEECH.text());
    var log = Nodes.log(reader, bot, conversation);
    assertThat(log).hasSize(2);
    assertThat(log.at("/1/content").asText()).isEqualTo(SPEECH.text());
  }

  private static ChatClientReply teach(Nodes.Node node, UUID bot, String name, String text) {
    return node.client()
        .post("/chatbots/" + bot + "/documents", Map.of("name", name, "content", text))
        .await();
  }

  private static boolean found(Nodes.Node node, UUID bot) {
    ChatClientReply reply =
        node.client().get("/chatbots/" + bot + "/search?q=Are+elephants+welcome").await();
    return reply.status() == 200 && reply.text().contains("reading room");
  }

  private Path fill() throws IOException {
    Path filling = disk.resolve("filling");
    try (OutputStream out = Files.newOutputStream(filling)) {
      byte[] block = new byte[4096];
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
    return filling;
  }

  private static boolean run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
