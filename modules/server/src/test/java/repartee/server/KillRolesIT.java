package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import repartee.contract.StreamHeader;
import repartee.testkit.FakeModelScript;
import repartee.testkit.Poll;
import repartee.testkit.ServerProcess;

/**
 * SIGKILL, in the middle of answers, of a node with one role, of which there is another one: every
 * answer is whole in the end, and is there once.
 */
final class KillRolesIT {
  private static final int KILLS = Boolean.getBoolean("repartee.long") ? 20 : 2;
  private static final int ANSWERS = 4;
  private static final FakeModelScript SPEECH =
      FakeModelScript.words("one two three four five six seven eight nine ten. ".repeat(8), 20);

  @Test
  void ofOneThatWrites() {
    int anew = 0;
    try (Nodes nodes = new Nodes()) {
      List<ServerProcess> writers = pair(nodes, "generation");
      Nodes.Node doors = nodes.start(roles("routing,storage,knowledge"));
      UUID bot = readyBot(nodes, doors);
      for (int kill = 0; kill < KILLS; kill++) {
        List<Nodes.Asked> asked = inTheMiddle(doors, bot, kill);

        replace(nodes, writers, "generation");

        for (int i = 0; i < ANSWERS; i++) {
          boolean begunAnew = whole(doors, bot, kill, i) > 1;
          anew += begunAnew ? 1 : 0;
          assertNotMixed(asked.get(i), !begunAnew);
        }
      }
    }
    // Else none was killed in its middle.
    assertThat(anew).isPositive();
  }

  @Test
  void ofOneThatKeeps() {
    try (Nodes nodes = new Nodes()) {
      List<ServerProcess> keepers = pair(nodes, "storage");
      Nodes.Node doors = nodes.start(roles("routing,knowledge,generation"));
      UUID bot = readyBot(nodes, doors);
      for (int kill = 0; kill < KILLS; kill++) {
        List<Nodes.Asked> asked = inTheMiddle(doors, bot, kill);

        replace(nodes, keepers, "storage");

        for (int i = 0; i < ANSWERS; i++) {
          whole(doors, bot, kill, i);
          assertNotMixed(asked.get(i), false);
        }
      }
    }
  }

  @Test
  void ofOneThatKnows() {
    try (Nodes nodes = new Nodes()) {
      List<ServerProcess> knowing = pair(nodes, "knowledge");
      Nodes.Node doors = nodes.start(roles("routing,storage,generation"));
      UUID bot = readyBot(nodes, doors);
      for (int kill = 0; kill < KILLS; kill++) {
        List<Nodes.Asked> asked = inTheMiddle(doors, bot, kill);

        replace(nodes, knowing, "knowledge");

        for (int i = 0; i < ANSWERS; i++) {
          assertNotMixed(asked.get(i), true);
          assertThat(whole(doors, bot, kill, i)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void ofADoor() {
    try (Nodes nodes = new Nodes()) {
      ServerProcess house = nodes.launch(roles("storage,knowledge,generation"));
      Nodes.Node other = nodes.start(roles("routing"));
      UUID bot = readyBot(nodes, other);
      for (int kill = 0; kill < KILLS; kill++) {
        Nodes.Node door = nodes.start(roles("routing"));
        Poll.until(() -> isReady(door));
        List<Nodes.Asked> asked = inTheMiddle(door, bot, kill);
        StreamHeader header = asked.getFirst().header();
        Nodes.Attached attached = new Nodes.Attached(other, bot, header.conversationUid(), 1);
        Nodes.Asked read = Nodes.read(other, bot, header);

        door.server().kill();

        assertThat(attached.header()).isEqualTo(header);
        assertThat(attached.text()).isEqualTo(SPEECH.text());
        assertNotMixed(read, true);
        for (int i = 0; i < ANSWERS; i++) {
          assertThat(asked.get(i).isWhole()).isFalse();
          assertThat(whole(other, bot, kill, i)).isEqualTo(1);
        }
        attached.channel.close().await();
      }
      assertThat(house.handle().isAlive()).isTrue();
    }
  }

  private static Map<String, String> roles(String roles) {
    return Map.of("REPARTEE_ROLES", roles);
  }

  private static List<ServerProcess> pair(Nodes nodes, String role) {
    return new ArrayList<>(List.of(nodes.launch(roles(role)), nodes.launch(roles(role))));
  }

  private static UUID readyBot(Nodes nodes, Nodes.Node doors) {
    Poll.until(() -> isReady(doors));
    nodes.model.always(SPEECH);
    return ServeIT.taughtBot(doors.client());
  }

  private static boolean isReady(Nodes.Node doors) {
    return doors.client().get("/health/ready").await().status() == 200;
  }

  /** Another one of that role is there before the next of them is killed. */
  private static void replace(Nodes nodes, List<ServerProcess> pair, String role) {
    pair.removeFirst().kill();
    ServerProcess next = nodes.launch(roles(role));
    pair.add(next);
    next.awaitReady();
  }

  private static List<Nodes.Asked> inTheMiddle(Nodes.Node doors, UUID bot, int kill) {
    List<Nodes.Asked> all = new ArrayList<>();
    for (int i = 0; i < ANSWERS; i++) {
      all.add(Nodes.ask(doors, bot, room(kill, i), "What is said?"));
    }
    all.forEach(asked -> Poll.until(() -> asked.text().length() > 50));
    return all;
  }

  private static String room(int kill, int answer) {
    return "room" + kill + "-" + answer;
  }

  /** What its asker saw is the text, or the beginning of it. */
  private static void assertNotMixed(Nodes.Asked asked, boolean surelyWhole) {
    boolean whole = asked.isWhole();
    assertThat(SPEECH.text()).startsWith(asked.text());
    assertThat(whole).isEqualTo(asked.text().equals(SPEECH.text()));
    assertThat(whole || !surelyWhole).isTrue();
  }

  /** The epoch under which it is whole in the end. */
  private static int whole(Nodes.Node doors, UUID bot, int kill, int answer) {
    String room = room(kill, answer);
    Poll.until(() -> Nodes.log(doors, bot, room).at("/1/state").asText().equals("complete"));
    JsonNode log = Nodes.log(doors, bot, room);
    assertThat(log).hasSize(2);
    assertThat(log.at("/1/content").asText()).isEqualTo(SPEECH.text());
    return log.at("/1/epoch").asInt();
  }
}
