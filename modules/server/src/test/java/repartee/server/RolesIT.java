package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import repartee.contract.StreamHeader;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientReply;
import repartee.testkit.FakeModelScript;
import repartee.testkit.ServerProcess;

/** The parts of the server on different nodes. */
final class RolesIT {
  private static final Map<String, String> DOORS = Map.of("REPARTEE_ROLES", "routing");
  private static final Map<String, String> KEEPER = Map.of("REPARTEE_ROLES", "storage,knowledge");
  private static final Map<String, String> WRITER = Map.of("REPARTEE_ROLES", "generation");
  private static final FakeModelScript SPEECH =
      FakeModelScript.words("Said far away, and heard here. ".repeat(10), 20);

  @Test
  void doorsServeWhatOtherNodesDoAndSayWhatIsMissing() {
    try (Nodes nodes = new Nodes()) {
      ServerProcess keeping = nodes.launch(KEEPER);
      ServerProcess writing = nodes.launch(WRITER);
      Nodes.Node doors = nodes.ready(nodes.launch(DOORS));
      Poll.until(() -> ready(doors).status() == 200);
      UUID bot = ServeIT.taughtBot(doors.client());
      nodes.model.always(SPEECH);

      Nodes.Asked asked = Nodes.ask(doors, bot, "room", "What is said?");
      StreamHeader header = asked.header();
      Nodes.Attached attached = new Nodes.Attached(doors, bot, header.conversationUid(), 1);

      assertThat(asked.isWhole()).isTrue();
      assertThat(asked.text()).isEqualTo(SPEECH.text());
      assertThat(attached.header()).isEqualTo(header);
      assertThat(attached.text()).isEqualTo(SPEECH.text());

      // It keeps nothing itself, and is not taken for lost.
      assertThat(Nodes.log(doors, bot, "room").at("/1/epoch").asInt()).isEqualTo(1);

      writing.kill();
      Poll.until(() -> missing(doors).equals(List.of("generation")));
      ChatClientReply refused =
          doors.client().post(ChatClient.chat(bot), Map.of("q", "Is anybody there?")).await();
      assertThat(refused.status()).isEqualTo(503);
      keeping.close();
      Poll.until(() -> missing(doors).equals(List.of("storage", "knowledge", "generation")));
      writing.close();
    }
  }

  private static ChatClientReply ready(Nodes.Node node) {
    return node.client().get("/health/ready").await();
  }

  private static List<String> missing(Nodes.Node node) {
    List<String> missing = new ArrayList<>();
    ready(node).json().at("/missing").forEach(role -> missing.add(role.asText()));
    return missing;
  }
}
