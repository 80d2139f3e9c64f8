package repartee.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.HttpMethod;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import repartee.contract.MessageState;
import repartee.contract.Scope;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientReply;
import repartee.testkit.Poll;

/** One message by its id: its stream from any byte, its end, what people think of it. */
final class MessagesTest {
  private static final String TEXT = "Grüße 😀 an alle, ein ‍ und kein Ende";
  private static final String LIVE = "-9007199254740991/*";

  private final House house = new House();
  private final LiveLog.Talk talk = house.log.talk();

  @AfterEach
  void close() {
    house.close();
  }

  private String path(LiveLog.Line line) {
    return ChatClient.conversations(house.bot.id()) + "/" + talk.uid + "/messages/" + line.id;
  }

  private ChatClientReply read(LiveLog.Line line, String... headers) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      map.put(headers[i], headers[i + 1]);
    }
    return house.client().send(HttpMethod.GET, path(line) + "/stream", map, null).await();
  }

  private LiveLog.Line finished(MessageState state) {
    LiveLog.Line line = house.log.answer(talk, "What?", null);
    house.log.write(line, TEXT);
    house.log.end(line, state);
    return line;
  }

  /** An answer that is written as it is read. */
  private LiveLog.Line running() {
    LiveLog.Line line = house.log.answer(talk, "What?", List.of(TEXT.substring(9)));
    house.log.write(line, TEXT.substring(0, 9));
    return line;
  }

  private byte[] whole(LiveLog.Line line) {
    String now = new String(house.log.bytes(line), UTF_8);
    return (now.substring(0, now.indexOf('\n') + 33) + TEXT).getBytes(UTF_8);
  }

  private static byte[] from(byte[] bytes, int first) {
    return Arrays.copyOfRange(bytes, first, bytes.length);
  }

  @Test
  void everyMessageHasAStream() {
    LiveLog.Line asked = house.log.say(talk, house.log.user(), "What?");
    LiveLog.Line said = house.log.say(talk, LiveLog.agent("ann"), TEXT);
    LiveLog.Line answer = running();

    assertThat(read(asked).text()).contains("\"question\": null").endsWith("What?");
    assertThat(read(said).body().getBytes()).isEqualTo(whole(said));
    ChatClientReply reply = read(answer);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body().getBytes()).isEqualTo(whole(answer));
    assertThat(reply.headers().get("ETag")).isEqualTo("\"" + answer.id + ".1\"");
    assertThat(reply.headers().get("Accept-Ranges")).isEqualTo("bytes");
    assertThat(reply.headers().get("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(reply.headers().get("Cache-Control")).isEqualTo("no-store");
    assertThat(reply.headers().get("X-Accel-Buffering")).isEqualTo("no");
  }

  @Test
  void aFinishedAnswerIsReadFromEveryByte() {
    LiveLog.Line line = finished(MessageState.COMPLETE);
    byte[] whole = whole(line);

    for (int first = 0; first < whole.length; first++) {
      ChatClientReply reply = read(line, "Range", "bytes=" + first + "-");
      assertThat(reply.status()).isEqualTo(206);
      assertThat(reply.body().getBytes()).isEqualTo(from(whole, first));
      assertThat(reply.headers().get("Content-Range"))
          .isEqualTo("bytes " + first + "-" + (whole.length - 1) + "/" + whole.length);
      assertThat(reply.headers().get("Content-Length")).isEqualTo("" + (whole.length - first));
    }
  }

  @Test
  void aRunningAnswerIsReadFromEveryByteThatIsThere() {
    byte[] whole = whole(running());
    int there = whole.length - TEXT.substring(9).getBytes(UTF_8).length;

    for (int first = there - 12; first <= there; first++) {
      LiveLog.Line line = running();
      byte[] bytes = whole(line);
      ChatClientReply reply = read(line, "Range", "bytes=" + first + "-");
      assertThat(reply.status()).isEqualTo(206);
      assertThat(reply.body().getBytes()).isEqualTo(from(bytes, first));
      assertThat(reply.headers().get("Content-Range")).isEqualTo("bytes " + first + LIVE);
      assertThat(reply.headers().get("Transfer-Encoding")).isEqualTo("chunked");
    }
  }

  @Test
  void aPartIsExact() {
    LiveLog.Line line = finished(MessageState.STOPPED);
    byte[] whole = whole(line);
    int head = whole.length - TEXT.getBytes(UTF_8).length;

    for (int[] part :
        new int[][] {{0, 0}, {3, head + 3}, {head, head}, {head + 3, head + 4}, {head + 9, 9999}}) {
      ChatClientReply reply = read(line, "Range", "bytes=" + part[0] + "-" + part[1]);
      int end = Math.min(part[1], whole.length - 1);
      assertThat(reply.status()).isEqualTo(206);
      assertThat(reply.body().getBytes()).isEqualTo(Arrays.copyOfRange(whole, part[0], end + 1));
      assertThat(reply.headers().get("Content-Range"))
          .isEqualTo("bytes " + part[0] + "-" + end + "/" + whole.length);
    }
  }

  @Test
  void aPartOfWhatIsThereOfARunningAnswerDoesNotWait() {
    LiveLog.Line line = house.log.answer(talk, "What?", null);
    house.log.write(line, TEXT);
    byte[] whole = whole(line);

    ChatClientReply reply = read(line, "Range", "bytes=0-" + (whole.length - 1));

    assertThat(reply.body().getBytes()).isEqualTo(whole);
    assertThat(reply.headers().get("Content-Range"))
        .isEqualTo("bytes 0-" + (whole.length - 1) + "/*");
  }

  @Test
  void theLastBytesAreThoseOfAFinishedAnswer() {
    LiveLog.Line line = finished(MessageState.COMPLETE);
    byte[] whole = whole(line);

    ChatClientReply five = read(line, "Range", "bytes=-5");
    assertThat(five.status()).isEqualTo(206);
    assertThat(five.body().getBytes()).isEqualTo(from(whole, whole.length - 5));
    assertThat(read(line, "Range", "bytes=-99999").body().getBytes()).isEqualTo(whole);
    assertThat(read(line, "Range", "bytes=-0").status()).isEqualTo(416);
    ChatClientReply live = read(running(), "Range", "bytes=-5");
    assertThat(live.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=", "bytes=-", "bytes=a-", "bytes=5-4", "bytes=1-2,4-5", "bytes 1-2", "lines=1-2",
        "bytes=1", "bytes=--5", "bytes=1-2-3", "bytes=+1-2", "=", "bytes=0x1-", "bytes=١-"
      })
  void whatIsNoRangeIsIgnored(String range) {
    LiveLog.Line line = finished(MessageState.COMPLETE);

    ChatClientReply reply = read(line, "Range", range);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body().getBytes()).isEqualTo(whole(line));
    assertThat(reply.headers().contains("Content-Range")).isFalse();
  }

  @Test
  void whatIsBeyondTheEndIsRefused() {
    LiveLog.Line line = finished(MessageState.COMPLETE);
    LiveLog.Line live = house.log.answer(talk, "What?", null);
    house.log.write(live, TEXT);
    int length = whole(line).length;
    int lengthNow = whole(live).length;

    for (String first : List.of("" + length, "" + (length + 1), "99999999999999999999")) {
      ChatClientReply reply = read(line, "Range", "bytes=" + first + "-");
      assertThat(reply.status()).isEqualTo(416);
      assertThat(reply.headers().get("Content-Range")).isEqualTo("bytes */" + length);
      assertThat(reply.headers().get("Content-Type")).isEqualTo("application/problem+json");
      assertThat(reply.json().get("code").intValue()).isEqualTo(41600);
    }
    ChatClientReply reply = read(live, "Range", "bytes=" + (lengthNow + 1) + "-");
    assertThat(reply.status()).isEqualTo(416);
    assertThat(reply.headers().get("Content-Range")).isEqualTo("bytes */" + lengthNow);
  }

  @ParameterizedTest
  @CsvSource({"FAILED", "INTERRUPTED"})
  void anAnswerThatBrokeOffCannotPassForAWholeOne(MessageState state) {
    LiveLog.Line line = finished(state);
    int length = whole(line).length;

    assertThatThrownBy(() -> read(line)).hasMessageContaining("closed");
    for (int first : new int[] {0, length - 3, length}) {
      assertThatThrownBy(() -> read(line, "Range", "bytes=" + first + "-"))
          .hasMessageContaining("closed");
    }
    assertThat(read(line, "Range", "bytes=" + (length + 1) + "-").status()).isEqualTo(416);
    assertThat(read(line, "Range", "bytes=0-9").body().length()).isEqualTo(10);
  }

  @Test
  void anAnswerThatIsBegunAnewWhileItIsReadBreaksOff() {
    LiveLog.Line line = house.log.answer(talk, "What?", null);
    house.log.write(line, "Half an ans");

    var reading =
        house
            .client()
            .send(HttpMethod.GET, path(line) + "/stream", Map.of("Range", "bytes=0-"), null);
    Poll.until(() -> !line.readers.isEmpty());
    house.log.beginAnew(line, List.of("Another one"));

    assertThatThrownBy(reading::await).hasMessageContaining("closed");
  }

  @Test
  void conditionsTellAnAnswerFromTheOneBegunAnew() {
    LiveLog.Line line = finished(MessageState.COMPLETE);
    String tag = "\"" + line.id + ".1\"";
    String other = "\"" + line.id + ".2\"";

    assertThat(read(line, "If-Match", tag).status()).isEqualTo(200);
    assertThat(read(line, "If-Match", "*").status()).isEqualTo(200);
    assertThat(read(line, "If-Match", other + ", " + tag).status()).isEqualTo(200);
    for (String wrong : List.of(other, "W/" + tag, line.id.toString(), "")) {
      ChatClientReply reply = read(line, "If-Match", wrong, "Range", "bytes=3-");
      assertThat(reply.status()).isEqualTo(412);
      assertThat(reply.json().get("code").intValue()).isEqualTo(41200);
    }
    assertThat(read(line, "If-Range", tag, "Range", "bytes=3-").status()).isEqualTo(206);
    for (String wrong : List.of(other, "W/" + tag, "Fri, 16 Jun 2023 18:18:38 GMT")) {
      assertThat(read(line, "If-Range", wrong, "Range", "bytes=3-").status()).isEqualTo(200);
    }
    assertThat(read(line, "If-None-Match", "W/" + tag).status()).isEqualTo(304);
    assertThat(read(line, "If-None-Match", other).status()).isEqualTo(200);
    assertThat(read(running(), "If-None-Match", "*").status()).isEqualTo(200);
  }

  @Test
  void anUnknownMessageHasNoStream() {
    LiveLog.Line line = finished(MessageState.COMPLETE);
    String messages = ChatClient.conversations(house.bot.id()) + "/" + talk.uid + "/messages/";
    String other = house.chatbot(house.account, List.of(), List.of()).id().toString();

    for (String end : List.of("/stream", "")) {
      assertThat(house.client().get(messages + UUID.randomUUID() + end).await().status())
          .isEqualTo(404);
      assertThat(house.client().get(messages + "nope" + end).await().status()).isEqualTo(404);
      ChatClientReply foreign =
          house.client().get(path(line).replace(house.bot.id().toString(), other) + end).await();
      assertThat(foreign.json().get("code").intValue()).isEqualTo(40402);
    }
  }

  @Test
  void aRunningAnswerIsStoppedWhereItIs() {
    LiveLog.Line line = house.log.answer(talk, "What?", null);
    house.log.write(line, "Half an ans");
    var reading = house.client().get(path(line) + "/stream");

    ChatClientReply reply = house.post(path(line) + "/stop", "");
    ChatClientReply again = house.post(path(line) + "/stop", "{}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("state").asText()).isEqualTo("stopped");
    assertThat(reply.json().get("content").asText()).isEqualTo("Half an ans");
    assertThat(again.json()).isEqualTo(reply.json());
    assertThat(reading.await().text()).endsWith("Half an ans");
  }

  @Test
  void whatIsNoAnswerCannotBeStopped() {
    LiveLog.Line asked = house.log.say(talk, house.log.user(), "What?");
    LiveLog.Line over = finished(MessageState.COMPLETE);

    assertThat(house.post(path(asked) + "/stop", "").json().get("code").intValue())
        .isEqualTo(40402);
    assertThat(
            house
                .post(path(over).replace(over.id.toString(), UUID.randomUUID() + "") + "/stop", "")
                .status())
        .isEqualTo(404);
    ChatClientReply unchanged = house.post(path(over) + "/stop", "");
    assertThat(unchanged.status()).isEqualTo(200);
    assertThat(unchanged.json().get("state").asText()).isEqualTo("complete");
  }

  @Test
  void aStopWaitsForNoNodeThatIsAway() {
    LiveLog.Line line = house.log.answer(talk, "What?", null);
    house.log.nodeAway = true;

    assertThat(house.post(path(line) + "/stop", "").status()).isEqualTo(503);
  }

  @Test
  void peopleJudgeAnswers() {
    LiveLog.Line line = finished(MessageState.COMPLETE);
    String comment = "😀".repeat(2000);

    ChatClientReply bad =
        house.post(path(line) + "/feedback", "{\"score\":-1,\"comment\":\"" + comment + "\"}");
    ChatClientReply good = house.post(path(line) + "/feedback", "{\"score\":1}");

    assertThat(bad.status()).isEqualTo(200);
    assertThat(bad.json().get("feedback").get("comment").asText()).isEqualTo(comment);
    assertThat(good.json().get("feedback").get("score").intValue()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"score\":0}",
        "{\"score\":2}",
        "{\"score\":1.0}",
        "{\"score\":\"1\"}",
        "{\"score\":true}",
        "{\"score\":null}",
        "{\"score\":-1e0}",
        "{\"score\":1,\"comment\":7}",
        "{\"score\":1,\"comment\":\"\"}",
        "{\"score\":1,\"comment\":\"\\ud83d\"}",
        "[]",
        ""
      })
  void whatIsNoJudgementIsRefused(String body) {
    LiveLog.Line line = finished(MessageState.COMPLETE);

    ChatClientReply reply = house.post(path(line) + "/feedback", body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().get("code").intValue()).isEqualTo(40001);
  }

  @Test
  void aCommentHasABound() {
    LiveLog.Line line = finished(MessageState.COMPLETE);
    String body = "{\"score\":1,\"comment\":\"" + "a".repeat(2001) + "\"}";

    assertThat(house.post(path(line) + "/feedback", body).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"CHAT", "AGENT", "OWNER", "ADMIN"})
  void everyKeyMayReadStopAndJudgeAMessageThatItKnows(Scope scope) {
    LiveLog.Line line = finished(MessageState.COMPLETE);
    ChatClient client = house.as(house.key(house.account, "paid", scope));

    assertThat(client.get(path(line)).await().status()).isEqualTo(200);
    assertThat(client.get(path(line) + "/stream").await().status()).isEqualTo(200);
    assertThat(client.post(path(line) + "/stop", Map.of()).await().status()).isEqualTo(200);
    assertThat(client.post(path(line) + "/feedback", Map.of("score", 1)).await().status())
        .isEqualTo(200);
  }

  @Test
  void aPageMayReadPartsOfAStream() {
    LiveLog.Line line = finished(MessageState.COMPLETE);

    ChatClientReply reply = read(line, "Origin", "https://a.example", "Range", "bytes=3-");

    assertThat(reply.headers().get("Access-Control-Expose-Headers"))
        .contains("ETag", "Content-Range", "Accept-Ranges");
  }
}
