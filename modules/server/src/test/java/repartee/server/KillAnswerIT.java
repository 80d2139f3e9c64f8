package repartee.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import repartee.contract.DelimitedStreamParser.Part;
import repartee.contract.StreamHeader;
import repartee.testkit.ChatClient;
import repartee.testkit.FakeModel;
import repartee.testkit.FakeModelScript;
import repartee.testkit.Poll;
import repartee.testkit.ServerProcess;

/** SIGKILL in the middle of an answer: it is begun anew, or honestly interrupted; nobody hangs. */
final class KillAnswerIT {
  private static final int KILLS = Boolean.getBoolean("repartee.long") ? 50 : 5;
  // A lost node is known as such within a few seconds, and its answers are adopted.
  private static final int ADOPTED_WITHIN_S = 20;
  private static final FakeModelScript SPEECH =
      FakeModelScript.words("one two three four five six seven eight nine ten. ".repeat(6), 8);

  @TempDir private Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<ServerProcess> started = new ArrayList<>();
  private final FakeModel model = FakeModel.start(vertx, SPEECH).await();

  @AfterEach
  void stop() {
    started.forEach(ServerProcess::close);
    vertx.close().await();
    http.close();
  }

  @Test
  void anAnswerOfAKilledServerIsBegunAnewUnderAHigherEpochEveryTime() throws Exception {
    ServerProcess server = start();
    UUID bot;
    try (ChatClient client = ServeIT.client(server)) {
      bot = ServeIT.taughtBot(client);
    }
    for (int kill = 0; kill < KILLS; kill++) {
      StreamHeader cut;
      try (ChatClient client = ServeIT.client(server)) {
        cut = killedInTheMiddle(server, client, bot, "Question " + kill + "?", 1 + kill * 7 % 40);
      }
      if (kill % 3 == 2) {
        server.postgres().forEach(ProcessHandle::destroyForcibly);
      }
      server = start();

      String whole = wholeOnce(server, bot, cut);

      JsonNode message = message(server, bot, cut);
      assertThat(message.at("/state").asText()).isIn("complete", "interrupted");
      assertThat(message.at("/epoch").asInt()).isGreaterThan(cut.epoch());
      assertThat(whole).endsWith(message.at("/content").asText());
      if (message.at("/state").asText().equals("complete")) {
        assertThat(message.at("/content").asText()).isEqualTo(SPEECH.text());
      }
    }
  }

  private StreamHeader killedInTheMiddle(
      ServerProcess server, ChatClient client, UUID bot, String question, int pieces)
      throws Exception {
    BlockingQueue<Part> seen = new LinkedBlockingQueue<>();
    CompletableFuture<StreamHeader> header = new CompletableFuture<>();
    client.stream(
        ChatClient.conversations(bot),
        Map.of("conversation_id", "desk", "user_id", "anna", "prompt", question, "stream", true),
        part -> {
          if (part instanceof Part.Header(var known)) {
            header.complete(known);
          }
          seen.add(part);
        });
    for (int piece = 0; piece < pieces; piece++) {
      assertThat(seen.poll(30, TimeUnit.SECONDS)).isNotNull();
    }
    server.kill();
    return header.get(1, TimeUnit.SECONDS);
  }

  /** The first stream that is not broken off: while it is nobody's, readers are told so. */
  private String wholeOnce(ServerProcess server, UUID bot, StreamHeader cut) {
    List<String> whole = new ArrayList<>();
    Poll.until(
        () -> {
          try {
            HttpResponse<byte[]> response =
                http.sendAsync(
                        request(server, bot, cut, "/stream"),
                        HttpResponse.BodyHandlers.ofByteArray())
                    .get(ADOPTED_WITHIN_S, TimeUnit.SECONDS);
            if (response.statusCode() == 200) {
              whole.add(new String(response.body(), UTF_8));
            }
          } catch (java.util.concurrent.ExecutionException brokenOff) {
            return message(server, bot, cut).at("/state").asText().equals("interrupted")
                && whole.add(message(server, bot, cut).at("/content").asText());
          } catch (Exception hung) {
            throw new AssertionError("a reader hangs", hung);
          }
          return !whole.isEmpty();
        });
    return whole.getFirst();
  }

  private JsonNode message(ServerProcess server, UUID bot, StreamHeader header) {
    try (ChatClient client = ServeIT.client(server)) {
      return client.get(path(bot, header)).await().json();
    }
  }

  private HttpRequest request(ServerProcess server, UUID bot, StreamHeader cut, String what) {
    return HttpRequest.newBuilder(server.address().resolve(path(bot, cut) + what))
        .header("Authorization", "Bearer " + server.adminKey())
        .build();
  }

  private static String path(UUID bot, StreamHeader header) {
    return ChatClient.conversations(bot)
        + "/%s/messages/%s".formatted(header.conversationUid(), header.messageUid());
  }

  private ServerProcess start() {
    ServerProcess server =
        ServerProcess.launch(
            folder.resolve("data"),
            Map.of("REPARTEE_MODEL_URL", model.url(), "REPARTEE_MODEL_NAME", "fake"));
    started.add(server);
    server.awaitReady();
    return server;
  }
}
