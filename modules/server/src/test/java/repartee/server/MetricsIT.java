package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientChannel;
import repartee.testkit.ChatClientReply;
import repartee.testkit.FakeModel;
import repartee.testkit.FakeModelScript;
import repartee.testkit.Poll;
import repartee.testkit.PostgreSQL;
import repartee.testkit.ServerProcess;

/** What a monitoring system reads of a whole server, and what it can never be made to keep. */
final class MetricsIT {
  private static final Vertx VERTX = Vertx.vertx();
  private static final String KEY = "metrics-key-of-32-characters-or-more";
  // Whatever runs in the background may ask a sort of question for the first time.
  private static final String QUESTION = "repartee_questions_\\w+\\{question=\"[a-z]+[.][a-z-]+\"}";

  @TempDir private static Path folder;
  private static PostgreSQL database;
  private static FakeModel model;
  private static ServerProcess server;
  private static ChatClient admin;
  private static ChatClient watcher;
  private static UUID bot;

  @BeforeAll
  static void start() {
    database = PostgreSQL.own();
    model = FakeModel.start(VERTX).await();
    server =
        ServerProcess.start(
            folder.resolve("data"),
            Map.of(
                "REPARTEE_METRICS_KEY",
                KEY,
                "REPARTEE_MODEL_URL",
                model.url(),
                "REPARTEE_MODEL_NAME",
                "fake",
                "REPARTEE_STORAGE_STATEMENT_TIMEOUT_MS",
                "1000"),
            "--database",
            database.database());
    admin = client(server.adminKey());
    watcher = client(KEY);
    bot = ServeIT.taughtBot(admin);
  }

  @AfterAll
  static void stop() {
    List.of(admin, watcher).forEach(ChatClient::close);
    server.close();
    database.close();
    VERTX.close().await();
  }

  @Test
  void aTurnIsCountedWhereItPasses() {
    String before = numbers();
    model.next(FakeModelScript.says("one ", "two"));

    ask("Counted?");

    String after = numbers();
    for (String counted :
        List.of(
            "repartee_first_text_seconds_count",
            "repartee_turn_seconds_count",
            "repartee_turn_seconds_bucket{le=\"300.0\"}",
            "repartee_questions_asked_seconds_count{question=\"generation.ask\"}",
            "repartee_questions_answered_seconds_count{question=\"storage.open-turn\"}",
            "repartee_questions_answered_seconds_count{question=\"storage.close-turn\"}",
            "repartee_questions_answered_seconds_count{question=\"knowledge.search\"}",
            "vertx_http_server_requests_total{code=\"200\"}")) {
      assertThat(value(after, counted)).as(counted).isGreaterThan(value(before, counted));
    }
    assertThat(after)
        .contains("repartee_statements_seconds_count{kind=\"write\"}")
        .contains("repartee_statements_running ", "repartee_batch_waiting{batch=\"close\"} ")
        .contains("repartee_knowledge_waiting{work=\"document\"} 0.0")
        .contains(
            "repartee_answers_adopted_total 0.0",
            "repartee_questions_waiting 0.0",
            "repartee_nodes 1.0")
        .contains("repartee_info{version=", "jvm_memory_used_bytes{", "process_cpu_usage ")
        .doesNotContain("question=\"generation.read-answer@");
  }

  @Test
  void whoIsThereIsSeenWhileTheyAreThere() throws Exception {
    model.next(FakeModelScript.says("word ").ending(FakeModelScript.Ending.SILENCE));
    ChatClientChannel channel = admin.channel(ChatClient.chat(bot), Map.of(), part -> {}).await();
    channel.ask(Map.of("q", "Still there?")).await();

    Poll.until(
        () ->
            numbers().contains("repartee_answers_live 1.0\n")
                && numbers().contains("repartee_readers_waiting 1.0\n")
                && numbers().contains("repartee_channels_open 1.0\n"));

    channel.close().await();
    Poll.until(() -> numbers().contains("repartee_channels_open 0.0\n"));
  }

  @Test
  void aFailureOfTheModelIsCountedByItsKind() {
    String counter = "repartee_model_failures_total{kind=\"model_failed\"}";
    double before = value(numbers(), counter);
    model.next(FakeModelScript.refuses(400, "application/json", "{}"));

    ask("Fails?");

    assertThat(value(numbers(), counter)).isEqualTo(before + 1);
  }

  @Test
  void aThousandRequestsOfDifferentNamesAddNoSeries() throws Exception {
    thousandRequests();
    Set<String> before = series(numbers());

    thousandRequests();

    String after = numbers();
    assertThat(series(after)).isEqualTo(before);
    assertThat(after).doesNotContain(bot.toString(), "/chatbots", "MADE-UP");
  }

  @Test
  void theyCanBeReadWithTheirKeyWhileTheDatabaseIsAway() throws Exception {
    database.stop();
    try {
      assertThat(numbers()).contains("repartee_statements_running ");
    } finally {
      database.restart();
    }
    Poll.until(() -> admin.get("/health/ready").await().status() == 200);
  }

  @Test
  void othersAreRefused() {
    try (ChatClient nobody = client("metrics-key-of-32-characters-or-less")) {
      assertThat(nobody.get("/metrics").await().status()).isEqualTo(401);
      assertThat(watcher.get("/chatbots").await().status()).isEqualTo(401);
    }
  }

  private static void thousandRequests() throws Exception {
    List<Future<ChatClientReply>> asked = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      UUID id = UUID.randomUUID();
      asked.add(
          switch (i % 5) {
            case 0 -> admin.get("/chatbots/" + id);
            case 1 -> admin.get(ChatClient.conversations(bot) + "/" + id + "/messages");
            case 2 -> admin.get("/nothing/" + id);
            case 3 ->
                admin.send(HttpMethod.valueOf("MADE-UP-" + i), "/health/live", Map.of(), null);
            default ->
                admin.post(
                    ChatClient.conversations(bot),
                    Map.of("conversation_id", "c-" + id, "user_id", "u-" + id, "prompt", "Hello?"));
          });
    }
    Future.join(asked).await(60, TimeUnit.SECONDS);
  }

  private static void ask(String question) {
    admin.post(ChatClient.chat(bot), Map.of("q", question)).await();
  }

  private static String numbers() {
    ChatClientReply reply = watcher.get("/metrics").await();
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.headers().get("Content-Type")).startsWith("text/plain; version=0.0.4");
    return reply.text();
  }

  private static double value(String numbers, String name) {
    return numbers
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  // What caused the JVM's collections is the JVM's own affair, and a short list.
  private static Set<String> series(String numbers) {
    return numbers
        .lines()
        .filter(line -> !line.startsWith("#") && !line.startsWith("jvm_gc_"))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .filter(name -> !name.matches(QUESTION))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static ChatClient client(String key) {
    return new ChatClient(VERTX, server.address().getHost(), server.address().getPort(), key);
  }
}
