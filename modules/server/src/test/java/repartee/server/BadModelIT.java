package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static repartee.contract.DelimitedStreamWriter.MAGIC;
import static repartee.server.Stand.assertRefused;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import repartee.contract.DelimitedStreamParser;
import repartee.contract.DelimitedStreamParser.Part;
import repartee.contract.Json;
import repartee.testkit.ChatClientChannel;
import repartee.testkit.ChatClientReply;
import repartee.testkit.FakeModelScript;
import repartee.testkit.FakeModelScript.Ending;

/** Whatever a model does: the documented error, what was said is kept, and the next is answered. */
@ExtendWith(SharedStand.class)
final class BadModelIT {
  private static final String ERROR = "{\"error\":{\"message\":\"no\"}}";

  private final Stand stand;

  BadModelIT(Stand stand) {
    this.stand = stand;
  }

  @AfterEach
  void everybodyElseNoticesNothing() {
    stand.assertGoesOn();
  }

  static Stream<Arguments> faults() {
    FakeModelScript half = FakeModelScript.says("Half an ", "answer");
    return Stream.of(
        Arguments.of("401", FakeModelScript.refuses(401, "application/json", ERROR), 50200),
        Arguments.of("429", FakeModelScript.refuses(429, "application/json", ERROR), 50200),
        Arguments.of("500", FakeModelScript.refuses(500, "text/plain", "oops"), 50200),
        Arguments.of("HTML", FakeModelScript.refuses(200, "text/html", "<html>no</html>"), 50200),
        Arguments.of("HTML 503", FakeModelScript.refuses(503, "text/html", "<html>"), 50200),
        Arguments.of("no JSON", FakeModelScript.refuses(200, "application/json", "{"), 50200),
        Arguments.of("broken JSON", half.ending(Ending.BROKEN_JSON), 50200),
        Arguments.of("half a stream", half.ending(Ending.CUT), 50200),
        Arguments.of("no end", half.ending(Ending.UNDONE), 50200),
        Arguments.of("falls silent", half.ending(Ending.SILENCE), 50400),
        Arguments.of("never", FakeModelScript.never(), 50400));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void aModelThatFailsFailsTheAnswerAndTheQuestionIsKept(
      String name, FakeModelScript script, int code) {
    String conversation = "fault " + UUID.randomUUID();
    Map<String, String> prompt =
        Map.of("conversation_id", conversation, "user_id", "anna", "prompt", "A question");

    stand.model.next(script);
    ChatClientReply backend = stand.mine.client().post(stand.chat(), Map.of("q", "a")).await();
    stand.model.next(script);
    ChatClientReply resource = stand.mine.client().post(stand.prompts(), prompt).await();

    assertRefused(backend, true, code);
    assertRefused(resource, false, code);
    JsonNode log = log(conversation);
    assertThat(log.at("/0/content").asText()).isEqualTo("A question");
    // What was begun is kept as far as it came.
    assertThat(log.at("/1/state").asText())
        .isEqualTo(script.text().isEmpty() ? "failed" : "interrupted");
    assertThat(log.at("/1/content").asText()).isEqualTo(script.text());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void aStreamOfAModelThatFailsCannotPassForAWholeOne(
      String name, FakeModelScript script, int code) {
    List<Part> parts = new ArrayList<>();
    stand.model.next(script);

    assertThatThrownBy(
            () ->
                stand.mine.client().stream(
                        stand.chat(), Map.of("q", "a", "stream", true), parts::add)
                    .await())
        .isInstanceOf(Exception.class);

    assertThat(parts.getFirst()).isInstanceOf(Part.Header.class);
    assertThat(text(parts)).isEqualTo(script.text());
  }

  static Stream<Arguments> oddities() {
    FakeModelScript words = FakeModelScript.says("Ünïcode ", "😀 ", "and more.");
    return Stream.of(
        Arguments.of("CRLF", words.lineEnd("\r\n")),
        Arguments.of("CR", words.lineEnd("\r")),
        Arguments.of("comments", words.commented()),
        Arguments.of("CRLF and comments", words.lineEnd("\r\n").commented()),
        Arguments.of("a byte at a time", words.bytesAtOnce(1)),
        Arguments.of("all of it", words.lineEnd("\r\n").commented().bytesAtOnce(1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("oddities")
  void howeverAModelWritesItsWordsArrive(String name, FakeModelScript script) {
    stand.model.next(script);
    ChatClientReply whole = stand.mine.client().post(stand.chat(), Map.of("q", "a")).await();
    List<Part> parts = new ArrayList<>();
    stand.model.next(script);
    stand.mine.client().stream(stand.chat(), Map.of("q", "a", "stream", true), parts::add).await();

    assertThat(whole.json().at("/data/answer").asText()).isEqualTo(script.text());
    assertThat(text(parts)).isEqualTo(script.text());
  }

  private static final FakeModelScript ECHO =
      FakeModelScript.says("It is " + MAGIC.substring(0, 9), MAGIC.substring(9) + ", I", " think.");
  private static final String ECHOED = "What is " + MAGIC + "? " + MAGIC;

  @Test
  void theMagicNumberInQuestionAndAnswerSplitsNoStream() {
    for (String path : List.of(stand.chat(), stand.prompts())) {
      stand.model.next(ECHO);
      String body =
          Json.compact(
              Map.of(
                  "q",
                  ECHOED,
                  "prompt",
                  ECHOED,
                  "conversation_id",
                  "magic",
                  "user_id",
                  "anna",
                  "stream",
                  true));

      String raw = stand.send(stand.mine.client(), HttpMethod.POST, path, body).text();

      assertThat(raw.split(MAGIC, -1)).hasSize(2);
      DelimitedStreamParser parser = new DelimitedStreamParser();
      List<Part> parts = new ArrayList<>(parser.feed(raw));
      parts.addAll(parser.end());
      assertThat(((Part.Header) parts.getFirst()).header().question()).isEqualTo(ECHOED);
      assertThat(text(parts).replace("\u200b", "")).isEqualTo(ECHO.text());
    }
    JsonNode log = log("magic");
    assertThat(log.at("/0/content").asText()).isEqualTo(ECHOED);
    assertThat(log.at("/1/content").asText().replace("\u200b", "")).isEqualTo(ECHO.text());
  }

  @Test
  void theMagicNumberInQuestionAndAnswerSplitsNoWholeAnswer() {
    stand.model.next(ECHO);

    JsonNode data =
        stand.mine.client().post(stand.chat(), Map.of("q", ECHOED)).await().json().get("data");

    assertThat(data.get("question").asText()).isEqualTo(ECHOED);
    assertThat(data.get("answer").asText().replace("\u200b", "")).isEqualTo(ECHO.text());
  }

  @Test
  void theMagicNumberInQuestionAndAnswerSplitsNoChannel() throws Exception {
    BlockingQueue<Part> queue = new LinkedBlockingQueue<>();
    ChatClientChannel channel =
        stand.mine.client().channel(stand.chat(), Map.of(), queue::add).await();
    for (int i = 0; i < 2; i++) {
      stand.model.next(ECHO);
      channel.ask(Map.of("q", ECHOED));
      List<Part> parts = new ArrayList<>();
      do {
        Part part = queue.poll(20, TimeUnit.SECONDS);
        assertThat(part).isNotNull();
        parts.add(part);
      } while (!(parts.getLast() instanceof Part.Trailer));

      assertThat(((Part.Header) parts.getFirst()).header().question()).isEqualTo(ECHOED);
      assertThat(text(parts).replace("\u200b", "")).isEqualTo(ECHO.text());
    }
    channel.close().await();
  }

  private JsonNode log(String conversation) {
    String path = stand.prompts() + "/" + conversation.replace(" ", "%20") + "/messages";
    return stand.mine.client().get(path).await().json();
  }

  private static String text(List<Part> parts) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Part.Text(String piece)) {
        text.append(piece);
      }
    }
    return text.toString();
  }
}
