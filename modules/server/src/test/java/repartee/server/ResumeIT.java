package repartee.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import repartee.contract.DelimitedStreamWriter;
import repartee.contract.Json;
import repartee.testkit.ChatClient;
import repartee.testkit.FakeModel;
import repartee.testkit.FakeModelScript;
import repartee.testkit.ServerProcess;

/** An answer is read from anywhere, by anybody, running or over, and is always the same bytes. */
final class ResumeIT {
  private static final int CUTS = Boolean.getBoolean("repartee.long") ? 10_000 : 1_000;
  private static final int READERS = 8;
  private static final Vertx VERTX = Vertx.vertx();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir private static Path folder;
  private static FakeModel model;
  private static ServerProcess server;
  private static ChatClient client;
  private static UUID bot;

  @BeforeAll
  static void start() throws Exception {
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
  void manyCutsOfARunningAnswerResumedByRangeOrChannelGiveTheExactBytes() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    int cuts = 0;

    while (cuts < CUTS / 2) {
      CutReader.Answer answer = begin(speech(new Random(seed), 120), 15);
      cuts += readByMany(answer, seed + cuts, 60);
    }
  }

  @Test
  void manyCutsOfAFinishedAnswerResumedByRangeOrChannelGiveTheExactBytes() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    CutReader.Answer answer = begin(speech(new Random(seed), 400), 0);
    wholeStream(answer);
    int cuts = 0;

    while (cuts < CUTS / 2) {
      cuts += readByMany(answer, seed + cuts, 200);
    }
  }

  @Test
  void theRealCurlGoesOnWithACutAnswerThatStillRuns() throws Exception {
    CutReader.Answer answer = begin(speech(new Random(7), 150), 20);
    Path file = folder.resolve("answer.txt");

    int first = curl(answer, file, "--max-time", "1");
    long cutAt = Files.size(file);
    int second = curl(answer, file, "--max-time", "60");
    int third = curl(answer, file, "--max-time", "60");

    assertThat(first).isEqualTo(28);
    assertThat(cutAt).isPositive();
    assertThat(second).isZero();
    assertThat(third).isZero();
    assertThat(Files.readAllBytes(file))
        .isEqualTo(wholeStream(answer))
        .hasSizeGreaterThan((int) cutAt);
  }

  @Test
  void theClientWhoLeavesChangesNothing() throws Exception {
    FakeModelScript speech = speech(new Random(3), 60);
    CutReader.Answer answer = begin(speech, 20);

    String text = text(wholeStream(answer));

    assertThat(text).isEqualTo(speech.text());
  }

  private static int readByMany(CutReader.Answer answer, long seed, int bytesMax) throws Exception {
    List<CutReader> readers = new ArrayList<>();
    for (int reader = 0; reader < READERS; reader++) {
      readers.add(
          new CutReader(
              HTTP,
              server.address(),
              server.adminKey(),
              answer,
              new Random(seed + reader),
              bytesMax));
    }
    List<byte[]> read = together(readers.stream().<Callable<byte[]>>map(r -> r::read).toList());
    byte[] whole = wholeStream(answer);
    assertThat(read).allSatisfy(bytes -> assertThat(bytes).isEqualTo(whole));
    return readers.stream().mapToInt(CutReader::cuts).sum();
  }

  private static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> done : threads.invokeAll(tasks, 5, TimeUnit.MINUTES)) {
        results.add(done.get());
      }
      return results;
    }
  }

  /** Asks, reads the header, and leaves. */
  private static CutReader.Answer begin(FakeModelScript script, int paceMs) throws Exception {
    model.next(script.paced(paceMs));
    HttpRequest request =
        HttpRequest.newBuilder(server.address().resolve(ChatClient.chat(bot)))
            .header("Authorization", "Bearer " + server.adminKey())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"q\":\"Go on?\",\"stream\":true}"))
            .build();
    try (InputStream body = HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
      StringBuilder line = new StringBuilder();
      for (int next = body.read(); next != '\n'; next = body.read()) {
        assertThat(next).isNotNegative();
        line.append((char) next);
      }
      JsonNode header = Json.read(line.toString(), JsonNode.class);
      return new CutReader.Answer(
          bot,
          UUID.fromString(header.at("/conversation_uid").asText()),
          UUID.fromString(header.at("/message_uid").asText()),
          header.at("/seq").asInt());
    }
  }

  private static String path(CutReader.Answer answer) {
    return "/chatbots/%s/conversations/%s/messages/%s/stream"
        .formatted(answer.bot(), answer.conversation(), answer.message());
  }

  private static byte[] wholeStream(CutReader.Answer answer) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.address().resolve(path(answer)))
            .header("Authorization", "Bearer " + server.adminKey())
            .build();
    HttpResponse<byte[]> response = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  private static String text(byte[] stream) {
    String all = new String(stream, UTF_8);
    return all.substring(
        all.indexOf(DelimitedStreamWriter.MAGIC) + DelimitedStreamWriter.MAGIC.length());
  }

  /** Words of one to four bytes a character. */
  private static FakeModelScript speech(Random dice, int words) {
    List<String> vocabulary =
        List.of("tree ", "größer ", "и так ", "木の下 ", "\uD83D\uDE00\uD83C\uDF33 ", "\n\n", "[1] ");
    String[] said = new String[words];
    for (int i = 0; i < words; i++) {
      said[i] = vocabulary.get(dice.nextInt(vocabulary.size()));
    }
    return FakeModelScript.says(said);
  }

  private static int curl(CutReader.Answer answer, Path file, String... flags) throws Exception {
    URI from = server.address().resolve(path(answer));
    List<String> command =
        new ArrayList<>(List.of("curl", "-sS", "-C", "-", "-o", file.toString()));
    command.addAll(List.of("-H", "Authorization: Bearer " + server.adminKey()));
    command.addAll(List.of(flags));
    command.add(from.toString());
    Process curl =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return curl.waitFor();
  }
}
