package repartee.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import repartee.contract.Json;
import repartee.contract.StreamHeader;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientReply;
import repartee.testkit.FakeModelScript;
import repartee.testkit.Poll;

/** Three nodes: whoever writes an answer, whoever reads it, it is one server. */
final class ClusterIT {
  private static final int TIMES = Boolean.getBoolean("repartee.long") ? 50 : 10;
  private static final FakeModelScript SPEECH =
      FakeModelScript.words("Wörter, die 🙂 Bytes haben, und noch mehr davon. ".repeat(12), 5);

  private static Nodes nodes;
  private static UUID bot;

  @BeforeAll
  static void start() {
    nodes = Nodes.of(3);
    bot = ServeIT.taughtBot(nodes.get(0).client());
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  @Test
  void nodesThatStartAtTheSameTimeAreOneCluster() {
    nodes.awaitMembers(3);

    assertThat(nodes.all())
        .allMatch(node -> node.client().get("/health/ready").await().status() == 200);
  }

  @Test
  void whoeverWritesAndWhoeverReadsItIsTheSameBytes() {
    nodes.model.always(SPEECH);
    for (int writer = 0; writer < 3; writer++) {
      for (int reader = 0; reader < 3; reader++) {
        // Of a text in which characters have several bytes, a place is often within one.
        int within = 61 + 3 * writer + reader;
        read(nodes.get(writer), nodes.get(reader), "pair " + writer + reader, within);
      }
    }
  }

  private static void read(Nodes.Node writer, Nodes.Node reader, String conversation, int within) {
    Nodes.Asked asked = Nodes.ask(writer, bot, conversation, "What is there?");
    StreamHeader header = asked.header();
    String stream = Nodes.message(bot, header) + "/stream";
    Nodes.Attached attached = new Nodes.Attached(reader, bot, header.conversationUid(), 1);
    Buffer whole = Buffer.buffer();
    Buffer rest = Buffer.buffer();
    Buffer half = Buffer.buffer();
    int from = Json.compact(header).getBytes(UTF_8).length;
    int middle = from + within;
    Poll.until(() -> asked.text().length() > within);

    Future.all(
            reader.client().resume(stream, 0, Map.of(), whole::appendBuffer),
            reader.client().resume(stream, from, Map.of(), rest::appendBuffer),
            reader.client().resume(stream, middle, Map.of(), half::appendBuffer))
        .await();

    assertThat(asked.isWhole()).isTrue();
    assertThat(asked.text()).isEqualTo(SPEECH.text());
    byte[] stored = writer.client().get(stream).await().body().getBytes();
    assertThat(whole.getBytes()).isEqualTo(stored);
    assertThat(rest.getBytes()).isEqualTo(Buffer.buffer(stored).getBytes(from, stored.length));
    assertThat(half.getBytes()).isEqualTo(Buffer.buffer(stored).getBytes(middle, stored.length));
    assertThat(attached.header()).isEqualTo(header);
    assertThat(attached.text()).isEqualTo(SPEECH.text());
    attached.channel.close().await();
  }

  @Test
  void registrationsInTheClusterDoNotGrowWithConversationsAndChannels() {
    nodes.awaitMembers(3);
    nodes.model.always(FakeModelScript.says("One ", "answer."));
    double before = registrations();
    List<Nodes.Attached> attached = new ArrayList<>();

    for (int i = 0; i < 30; i++) {
      Nodes.Asked asked = Nodes.ask(nodes.get(i % 3), bot, "registered " + i, "What is there?");
      StreamHeader header = asked.header();
      assertThat(asked.isWhole()).isTrue();
      attached.add(new Nodes.Attached(nodes.get((i + 1) % 3), bot, header.conversationUid(), 1));
    }
    attached.forEach(Nodes.Attached::header);

    assertThat(before).isPositive();
    assertThat(registrations()).isEqualTo(before);
    attached.forEach(each -> each.channel.close().await());
  }

  /** Each node says what it keeps for all. */
  private static double registrations() {
    return nodes.all().stream()
        .flatMap(node -> node.client().get("/metrics").await().text().lines())
        .filter(line -> line.startsWith("repartee_registrations "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
        .sum();
  }

  @Test
  void oneKeySentToAllNodesAtOnceIsOneTurn() {
    nodes.model.always(FakeModelScript.says("One ", "answer."));
    for (int time = 0; time < TIMES; time++) {
      Map<String, Object> question =
          Map.of(
              "conversation_id",
              "keyed " + time,
              "user_id",
              "anna",
              "prompt",
              "Once?",
              "message_key",
              UUID.randomUUID().toString());
      List<Future<ChatClientReply>> sent = new ArrayList<>();
      for (Nodes.Node node : nodes.all()) {
        sent.add(node.client().post(ChatClient.conversations(bot), question));
      }
      Future.all(sent).await();

      Set<String> answers = new HashSet<>();
      sent.forEach(reply -> answers.add(reply.result().headers().get("Location")));
      assertThat(sent).allMatch(reply -> reply.result().status() / 100 == 2);
      assertThat(answers).hasSize(1);
      assertThat(Nodes.log(nodes.get(time % 3), bot, "keyed%20" + time)).hasSize(2);
    }
  }
}
