package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import repartee.contract.DelimitedStreamParser.Part;
import repartee.contract.StreamHeader;
import repartee.testkit.FakeModelScript;
import repartee.testkit.ServerProcess;

/** Nodes that are killed, frozen or asked to leave: whoever talks notices no more than a pause. */
final class ClusterEndIT {
  private static final boolean LONG = Boolean.getBoolean("repartee.long");
  private static final int KILLS = LONG ? 20 : 3;
  // What is promised is 5 s, on a machine that does nothing else.
  private static final int ADOPTED_WITHIN_MS = 15_000;
  private static final FakeModelScript SPEECH =
      FakeModelScript.words("one two three four five six seven eight nine ten. ".repeat(16), 20);

  private static final int PEOPLE = LONG ? 100 : 20;
  private static final FakeModelScript SHORT_SPEECH =
      FakeModelScript.words("ten nine eight seven six five four three two one. ".repeat(5), 40);

  private static Nodes nodes;
  private static UUID bot;

  @BeforeAll
  static void start() {
    nodes = Nodes.of(3, Map.of("REPARTEE_DRAIN_MS", "3000", "REPARTEE_ROUTING_GOODBYE_MS", "1000"));
    bot = ServeIT.taughtBot(nodes.get(0).client());
  }

  @BeforeEach
  void speak() {
    nodes.model.always(SPEECH);
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  @Test
  void theAnswerOfAKilledNodeIsBegunAnewElsewhereAndWhoReadsThereIsToldSo() {
    List<Long> took = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      Nodes.Node writer = nodes.get(kill % 3);
      Nodes.Node reader = nodes.get((kill + 1) % 3);
      String conversation = "killed" + kill;
      Nodes.Asked asked = Nodes.ask(writer, bot, conversation, "What is said?");
      StreamHeader begun = asked.header();
      Nodes.Attached attached = new Nodes.Attached(reader, bot, begun.conversationUid(), 1);
      Nodes.Asked streamed = Nodes.read(reader, bot, begun);
      assertThat(attached.header()).isEqualTo(begun);
      Poll.until(() -> streamed.text().length() > 100);

      writer.server().kill();

      long killed = System.nanoTime();
      attached.interrupted(begun.epoch());
      StreamHeader anew = attached.header();
      took.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));
      assertThat(anew.messageUid()).isEqualTo(begun.messageUid());
      assertThat(anew.epoch()).isGreaterThan(begun.epoch());
      assertThat(attached.text()).isEqualTo(SPEECH.text());
      assertThat(asked.isWhole()).isFalse();
      assertThat(streamed.isWhole()).isFalse();
      assertOneAnswer(reader, conversation);
      nodes.replace(writer);
    }
    System.out.println("from the kill to the new header, in ms: " + took);
    assertThat(took).allMatch(ms -> ms < ADOPTED_WITHIN_MS);
  }

  @Test
  void aFrozenNodesLateWordsAreRefusedAndItLivesOn() throws Exception {
    Nodes.Node writer = nodes.get(0);
    Nodes.Node reader = nodes.get(1);
    Nodes.Asked asked = Nodes.ask(writer, bot, "frozen", "What is said?");
    StreamHeader begun = asked.header();
    Nodes.Attached attached = new Nodes.Attached(reader, bot, begun.conversationUid(), 1);
    assertThat(attached.header()).isEqualTo(begun);
    assertThat(attached.next()).isInstanceOf(Part.Text.class);

    signal(writer.server(), "-STOP");
    attached.interrupted(begun.epoch());
    StreamHeader anew = attached.header();
    signal(writer.server(), "-CONT");

    assertThat(anew.epoch()).isGreaterThan(begun.epoch());
    assertThat(attached.text()).isEqualTo(SPEECH.text());
    assertThat(asked.isWhole()).isFalse();
    assertOneAnswer(reader, "frozen");
    nodes.awaitMembers(3);
    Poll.until(() -> writer.client().get("/health/ready").await().status() == 200);
    Nodes.Asked again = Nodes.ask(writer, bot, "frozen", "And now?");
    assertThat(again.isWhole()).isTrue();
    assertThat(again.text()).isEqualTo(SPEECH.text());
  }

  @Test
  void aRollingRestartUnderLoadLosesNothingAndDoublesNothing() throws Exception {
    nodes.model.always(SHORT_SPEECH);
    try (RollingLoad load = new RollingLoad(nodes, bot, SHORT_SPEECH.text())) {
      load.begin(PEOPLE, PEOPLE);
      for (Nodes.Node node : nodes.all()) {
        assertThat(node.server().terminate()).isZero();
        nodes.replace(node);
      }
      System.out.println("turns while all nodes were restarted: " + load.end());
    }
  }

  private static void signal(ServerProcess server, String signal) throws Exception {
    Process kill =
        new ProcessBuilder("kill", signal, String.valueOf(server.handle().pid())).start();
    assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  private static void assertOneAnswer(Nodes.Node node, String conversation) {
    Poll.until(() -> Nodes.log(node, bot, conversation).at("/1/state").asText().equals("complete"));
    JsonNode log = Nodes.log(node, bot, conversation);
    assertThat(log).hasSize(2);
    assertThat(log.at("/1/content").asText()).isEqualTo(SPEECH.text());
  }
}
