package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import repartee.contract.DelimitedStreamParser.Part;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientChannel;
import repartee.testkit.ChatClientReply;
import repartee.testkit.FakeModel;
import repartee.testkit.FakeModelScript;
import repartee.testkit.Poll;
import repartee.testkit.ServerProcess;

/** People step in, stop the bot and hand back, at any moment, before a real server. */
final class PeopleIT {
  private static final int CONVERSATIONS = Boolean.getBoolean("repartee.long") ? 500 : 50;
  private static final int AT_ONCE = 10;
  private static final Vertx VERTX = Vertx.vertx();
  private static final Map<String, String> ADA = Map.of("user_id", "client:ada");

  @TempDir private static Path folder;
  private static FakeModel model;
  private static ServerProcess server;
  private static ChatClient client;
  private static UUID bot;

  @BeforeAll
  static void start() {
    model = FakeModel.start(VERTX).await();
    server =
        ServerProcess.start(
            folder.resolve("data"),
            Map.of("REPARTEE_MODEL_URL", model.url(), "REPARTEE_MODEL_NAME", "fake"));
    client = ServeIT.client(server);
    bot = ServeIT.taughtBot(client);
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
    VERTX.close().await();
  }

  @Test
  void whateverPeopleDoTheLogHasNoGapAndTheBotIsSilentInHumanHands() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    model.always(FakeModelScript.words("So it is and so it was, for all that the bot knows. ", 3));

    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<?>> conversations =
          IntStream.range(0, CONVERSATIONS)
              .<Future<?>>mapToObj(
                  number ->
                      threads.submit(
                          () -> {
                            new Scene(client, bot, "room " + number, new Random(seed + number))
                                .play();
                            return null;
                          }))
              .toList();
      for (Future<?> conversation : conversations) {
        conversation.get(5, TimeUnit.MINUTES);
      }
    }
  }

  @Test
  void aHumanTakesOverInTheMiddleOfAnAnswerAndTheBotKnowsAfterwardsWhatWasSaid() throws Exception {
    String room = "the middle";
    model.next(FakeModelScript.words("word ", 20).ending(FakeModelScript.Ending.ENDLESS));
    int cancelled = model.cancelled();
    BlockingQueue<Part> seen = new LinkedBlockingQueue<>();
    ask(room, "What is it?", seen);
    awaitText(seen, 3);

    JsonNode held = post(room, "/takeover", ADA);

    assertThat(held.at("/status").asText()).isEqualTo("human");
    assertThat(held.at("/held_by/id").asText()).isEqualTo("client:ada");
    Poll.until(() -> model.cancelled() > cancelled);
    JsonNode stopped = messages(room).get(1);
    assertThat(stopped.at("/state").asText()).isEqualTo("stopped");
    assertThat(stopped.at("/content").asText()).startsWith("word word ");

    ChatClientReply said =
        client
            .post(
                ChatClient.conversations(bot),
                Map.of("conversation_id", room, "user_id", "client:ada", "prompt", "It is blue."))
            .await();
    assertThat(said.status()).isEqualTo(201);
    ChatClientReply unanswered =
        client
            .post(
                ChatClient.chat(bot),
                Map.of(
                    "q",
                    "Danke, ist es groß?",
                    "language",
                    "de",
                    "conversation_uid",
                    held.at("/conversation_uid").asText()))
            .await();
    assertThat(unanswered.json().at("/data/answer").asText()).isEmpty();
    assertThat(unanswered.json().at("/data/system_message").asText()).isNotEmpty();
    assertThat(messages(room)).hasSize(4);
    assertThat(messages(room).get(1)).isEqualTo(stopped);

    assertThat(post(room, "/release", ADA).at("/status").asText()).isEqualTo("bot");
    model.next(FakeModelScript.says("Blue it is."));
    ask(room, "And now?", new LinkedBlockingQueue<>()).await();

    String prompt = model.remembered().getLast().body().encode();
    assertThat(prompt).contains("It is blue.", "ada", "Danke, ist es gro", "And now?");
  }

  @Test
  void stopKeepsWhatWasSaidAndEndsTheModel() throws Exception {
    model.next(FakeModelScript.words("never ", 20).ending(FakeModelScript.Ending.ENDLESS));
    int cancelled = model.cancelled();
    BlockingQueue<Part> seen = new LinkedBlockingQueue<>();
    io.vertx.core.Future<?> stream = ask("stopped", "Go on?", seen);
    awaitText(seen, 3);
    JsonNode answer = messages("stopped").get(1);

    JsonNode stopped =
        client
            .post(path("stopped", "/messages/" + answer.at("/id").asText() + "/stop"), Map.of())
            .await()
            .json();

    stream.await();
    assertThat(stopped.at("/state").asText()).isEqualTo("stopped");
    assertThat(stopped.at("/content").asText()).startsWith("never never ");
    assertThat(messages("stopped").get(1).at("/content")).isEqualTo(stopped.at("/content"));
    Poll.until(() -> model.cancelled() > cancelled);
  }

  @Test
  void fiftyEqualRequestsAtOnceAreOneQuestionAndFiftyEqualAnswers() {
    model.next(FakeModelScript.words("One answer for all.", 30));
    int before = model.requests();

    List<io.vertx.core.Future<ChatClientReply>> asked =
        IntStream.range(0, 50)
            .mapToObj(
                each ->
                    client.post(
                        ChatClient.chat(bot), Map.of("q", "Once?", "message_key", "the very same")))
            .toList();
    List<JsonNode> answers = asked.stream().map(one -> one.await().json().at("/data")).toList();

    assertThat(answers).hasSize(50).allMatch(answer -> answer.equals(answers.getFirst()));
    assertThat(answers.getFirst().at("/answer").asText()).isEqualTo("One answer for all.");
    assertThat(model.requests()).isEqualTo(before + 1);
    assertThat(
            client
                .post(ChatClient.chat(bot), Map.of("q", "Twice?", "message_key", "the very same"))
                .await()
                .json()
                .at("/code")
                .asInt())
        .isEqualTo(40900);
  }

  @Test
  void questionsThatWaitTogetherAreAnsweredTogetherWhereTheBotIsToldSo() throws Exception {
    String settings = "/chatbots/" + bot;
    client.send(HttpMethod.PATCH, settings, Map.of(), "{\"turns\":\"coalesce\"}").await();
    try {
      model.next(FakeModelScript.words("The first answer takes its time.", 100));
      model.next(FakeModelScript.says("All at once."));
      BlockingQueue<Part> seen = new LinkedBlockingQueue<>();
      io.vertx.core.Future<?> first = ask("together", "One?", seen);
      awaitText(seen, 1);

      List<io.vertx.core.Future<?>> others = new ArrayList<>();
      for (String question : List.of("Two?", "Three?", "Four?")) {
        others.add(ask("together", question, new LinkedBlockingQueue<>()));
      }
      first.await();
      for (io.vertx.core.Future<?> other : others) {
        other.await();
      }

      List<JsonNode> messages = messages("together");
      assertThat(messages.stream().map(m -> m.at("/author/kind").asText()))
          .containsExactly("user", "bot", "user", "user", "user", "bot");
      assertThat(messages.getLast().at("/content").asText()).isEqualTo("All at once.");
      assertThat(model.remembered().getLast().body().encode()).contains("Two?", "Three?", "Four?");
    } finally {
      client.send(HttpMethod.PATCH, settings, Map.of(), "{\"turns\":\"queue\"}").await();
    }
  }

  @Test
  void anAttachedChannelCarriesAllThatIsSaidAndWhoHoldsTheConversation() throws Exception {
    String room = "watched";
    ask(room, "First?", new LinkedBlockingQueue<>()).await();
    String uid = client.get(path(room, "")).await().json().at("/conversation_uid").asText();
    BlockingQueue<Part> seen = new LinkedBlockingQueue<>();
    ChatClientChannel channel = client.channel(ChatClient.chat(bot), Map.of(), seen::add).await();
    channel.ask(Map.of("attach", Map.of("conversation_uid", uid, "after", 0, "offset", 0))).await();

    assertThat(header(seen).header().author().kind().name()).isEqualTo("USER");
    assertThat(header(seen).header().author().kind().name()).isEqualTo("BOT");
    post(room, "/takeover", ADA);
    assertThat(notice(seen).envelope().at("/data/status").asText()).isEqualTo("human");
    client
        .post(
            ChatClient.conversations(bot),
            Map.of("conversation_id", room, "user_id", "client:ada", "prompt", "Here I am."))
        .await();
    assertThat(header(seen).header().author().kind().name()).isEqualTo("AGENT");
    post(room, "/release", ADA);
    assertThat(notice(seen).envelope().at("/data/status").asText()).isEqualTo("bot");
    channel.close().await();
  }

  private static Part.Header header(BlockingQueue<Part> seen) throws InterruptedException {
    return next(seen, Part.Header.class);
  }

  private static Part.Notice notice(BlockingQueue<Part> seen) throws InterruptedException {
    return next(seen, Part.Notice.class);
  }

  private static <T extends Part> T next(BlockingQueue<Part> seen, Class<T> wanted)
      throws InterruptedException {
    while (true) {
      Part part = seen.poll(30, TimeUnit.SECONDS);
      assertThat(part).isNotNull();
      if (wanted.isInstance(part)) {
        return wanted.cast(part);
      }
    }
  }

  private static void awaitText(BlockingQueue<Part> seen, int pieces) throws InterruptedException {
    for (int piece = 0; piece < pieces; piece++) {
      next(seen, Part.Text.class);
    }
  }

  private static io.vertx.core.Future<?> ask(
      String room, String question, BlockingQueue<Part> seen) {
    return client.stream(
        ChatClient.conversations(bot),
        Map.of("conversation_id", room, "user_id", "anna", "prompt", question, "stream", true),
        seen::add);
  }

  private static JsonNode post(String room, String what, Object body) {
    ChatClientReply reply = client.post(path(room, what), body).await();
    assertThat(reply.status()).isEqualTo(200);
    return reply.json();
  }

  private static List<JsonNode> messages(String room) {
    JsonNode messages = client.get(path(room, "/messages?limit=200")).await().json();
    return StreamSupport.stream(messages.spliterator(), false).toList();
  }

  private static String path(String room, String what) {
    return ChatClient.conversations(bot) + "/" + room.replace(" ", "%20") + what;
  }
}
