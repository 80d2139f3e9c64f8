package repartee.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import repartee.contract.DelimitedStreamParser.Part;
import repartee.testkit.ChatClient;
import repartee.testkit.ServerProcess;

/**
 * SIGKILL at the worst moments: nothing acknowledged is lost, and the next start heals by itself.
 */
final class KillIT {
  private static final int KILLS = Boolean.getBoolean("repartee.long") ? 50 : 5;

  @TempDir private Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final List<ServerProcess> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(ServerProcess::close);
    vertx.close().await();
  }

  @Test
  void aQuestionWhoseHeaderWasSeenIsThereAfterAKillEveryTime() throws Exception {
    UUID bot = taughtAndKilled();
    List<String> acknowledged = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      ServerProcess server = start();
      String question = "How long can book number " + kill + " be borrowed?";
      try (ChatClient client = ServeIT.client(server)) {
        awaitHeader(client, bot, question);
        server.kill();
      }
      acknowledged.add(question);
      // Every third time the machine goes, with PostgreSQL and all; else PostgreSQL lives on.
      if (kill % 3 == 2) {
        server.postgres().forEach(ProcessHandle::destroyForcibly);
      }
    }

    ServerProcess last = start();

    try (ChatClient client = ServeIT.client(last)) {
      assertThat(questions(client, bot)).containsExactlyElementsOf(acknowledged);
    }
    assertThat(last.terminate()).isZero();
    assertThat(last.postgres()).isEmpty();
  }

  @Test
  void aFirstStartThatIsKilledAnywhereIsFinishedByTheNext() {
    for (int attempt = 0; attempt < 4; attempt++) {
      ServerProcess killed = launch();
      // Each time a little later: setting up, starting, making the key, teaching.
      vertx.timer(300L + 700L * attempt, TimeUnit.MILLISECONDS).await();
      killed.kill();
    }

    ServerProcess server = start();

    try (ChatClient client = ServeIT.client(server)) {
      assertThat(client.get("/chatbots").await().json()).hasSize(1);
    }
  }

  @Test
  void filesThatWaitedOrWereHalfReadAreTakenInAfterAKill() throws Exception {
    int files = Math.min(150, KILLS * 6);
    ServerProcess killed = start();
    UUID bot;
    try (ChatClient client = ServeIT.client(killed)) {
      bot = ServeIT.taughtBot(client);
      try (FileForm form = new FileForm(killed.address(), bot, killed.adminKey())) {
        for (int i = 0; i < files; i++) {
          String text = "Shelf %d holds %s.\n\n".formatted(i, "maps of rivers ".repeat(30));
          assertThat(form.send("shelf" + i + ".txt", text.repeat(8).getBytes(UTF_8)).statusCode())
              .isEqualTo(202);
        }
      }
      killed.kill();
    }

    ServerProcess next = start();

    try (ChatClient client = ServeIT.client(next)) {
      awaitReady(client, bot, files);
    }
  }

  /** Until all are at rest; those that were begun wait for the claim to run out. */
  private void awaitReady(ChatClient client, UUID bot, int files) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(4);
    while (true) {
      List<String> states = new ArrayList<>();
      client
          .get("/chatbots/" + bot + "/documents?limit=200")
          .await()
          .json()
          .forEach(
              document -> {
                if (document.get("source").asText().equals("file")) {
                  states.add(document.get("state").asText());
                }
              });
      if (states.size() == files && states.stream().allMatch("ready"::equals)) {
        return;
      }
      assertThat(states).hasSize(files).doesNotContain("failed");
      assertThat(System.nanoTime()).as(states.toString()).isLessThan(end);
      vertx.timer(200, TimeUnit.MILLISECONDS).await();
    }
  }

  private UUID taughtAndKilled() {
    ServerProcess first = start();
    try (ChatClient client = ServeIT.client(first)) {
      return ServeIT.taughtBot(client);
    } finally {
      first.kill();
    }
  }

  private ServerProcess start() {
    ServerProcess server = launch();
    server.awaitReady();
    return server;
  }

  private ServerProcess launch() {
    ServerProcess server = ServerProcess.launch(folder.resolve("data"), Map.of());
    started.add(server);
    return server;
  }

  private static void awaitHeader(ChatClient client, UUID bot, String question) throws Exception {
    Map<String, Object> body =
        Map.of("conversation_id", "desk", "user_id", "anna", "prompt", question, "stream", true);
    CompletableFuture<Void> header = new CompletableFuture<>();
    client.stream(
            ChatClient.conversations(bot),
            body,
            part -> {
              if (part instanceof Part.Header) {
                header.complete(null);
              }
            })
        .onFailure(header::completeExceptionally);
    header.get(30, TimeUnit.SECONDS);
  }

  private static List<String> questions(ChatClient client, UUID bot) {
    String history = ChatClient.conversations(bot) + "/desk/messages?limit=200";
    List<String> questions = new ArrayList<>();
    client
        .get(history)
        .await()
        .json()
        .forEach(
            message -> {
              if (message.at("/author/kind").asText().equals("user")) {
                questions.add(message.at("/content").asText());
              }
            });
    return questions;
  }
}
