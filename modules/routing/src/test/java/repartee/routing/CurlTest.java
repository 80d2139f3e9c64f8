package repartee.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import repartee.contract.MessageState;
import repartee.testkit.ChatClient;

/** The real {@code curl -C -}, which asks for the rest of what it has. */
final class CurlTest {
  private static final String TEXT = "Grüße 😀 an alle".repeat(100);
  // What curl says of a body that ends too early, with and without a length.
  private static final int PARTIAL_FILE = 18;
  private static final int RECEIVE_ERROR = 56;

  @TempDir Path folder;
  private final House house = new House();
  private final LiveLog.Talk talk = house.log.talk();

  @BeforeEach
  void needsCurl() throws Exception {
    boolean there = System.getenv("PATH") != null && runs("curl", "--version") == 0;
    // Where a build server should have it, its lack is no excuse.
    boolean mustBe = "true".equals(System.getenv("CI"));
    assumeTrue(there || mustBe, "curl is not installed: its way of resuming is not tested");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static int runs(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("curl did not end");
      }
      return process.exitValue();
    } catch (IOException absent) {
      return -1;
    }
  }

  /** Continues what the file has. */
  private int curl(LiveLog.Line line, Path file) throws InterruptedException {
    String url =
        "http://127.0.0.1:%d%s/%s/messages/%s/stream"
            .formatted(house.port(), ChatClient.conversations(house.bot.id()), talk.uid, line.id);
    return runs(
        "curl",
        "-sS",
        "-C",
        "-",
        "-H",
        "Authorization: Bearer " + house.owner,
        "-o",
        "" + file,
        url);
  }

  private Path has(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("answer"), bytes);
  }

  private LiveLog.Line finished(MessageState state) {
    LiveLog.Line line = house.log.answer(talk, "What?", null);
    house.log.write(line, TEXT);
    house.log.end(line, state);
    return line;
  }

  @Test
  void aCutAnswerIsCompleted() throws Exception {
    LiveLog.Line line = finished(MessageState.COMPLETE);
    byte[] whole = house.log.bytes(line);

    for (int cut : List.of(0, 1, 300, whole.length - 1300, whole.length - 1299, whole.length - 1)) {
      Path file = has(Arrays.copyOf(whole, cut));
      assertThat(curl(line, file)).isZero();
      assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }
  }

  @Test
  void aRunningAnswerIsFollowedToItsEnd() throws Exception {
    LiveLog.Line line = house.log.answer(talk, "What?", List.of("Grüße ", "😀", " an alle", "."));
    byte[] head = house.log.bytes(line);
    house.log.write(line, "And: ");

    Path file = has(Arrays.copyOf(house.log.bytes(line), head.length + 2));
    assertThat(curl(line, file)).isZero();

    assertThat(Files.readString(file)).endsWith("And: Grüße 😀 an alle.");
    assertThat(Files.readAllBytes(file)).isEqualTo(house.log.bytes(line));
  }

  @Test
  void aWholeAnswerIsDone() throws Exception {
    LiveLog.Line line = finished(MessageState.COMPLETE);
    byte[] whole = house.log.bytes(line);

    Path file = has(whole);

    assertThat(curl(line, file)).isZero();
    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
  }

  @Test
  void anAnswerThatBrokeOffIsNeverDone() throws Exception {
    LiveLog.Line line = finished(MessageState.INTERRUPTED);
    byte[] whole = house.log.bytes(line);

    for (int cut : List.of(10, whole.length)) {
      Path file = has(Arrays.copyOf(whole, cut));
      assertThat(curl(line, file)).isIn(PARTIAL_FILE, RECEIVE_ERROR);
      assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }
  }
}
