package repartee.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static repartee.server.Stand.assertRefused;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.Socket;
import java.util.LinkedHashMap;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import repartee.contract.DelimitedStreamParser.Part;
import repartee.testkit.ChatClientChannel;
import repartee.testkit.ChatClientReply;

/** Nonsense at every door: the documented error, and everybody else notices nothing. */
@ExtendWith(SharedStand.class)
final class BadInputIT {
  private static final String PROMPT =
      "{\"conversation_id\":\"bad\",\"user_id\":\"anna\",\"prompt\":%s%s}";

  private final Stand stand;

  BadInputIT(Stand stand) {
    this.stand = stand;
  }

  @AfterEach
  void everybodyElseNoticesNothing() {
    stand.assertGoesOn();
  }

  private ChatClientReply post(String path, String body) {
    return stand.send(stand.mine.client(), HttpMethod.POST, path, body);
  }

  private void assertRefusedInBoth(String backendBody, String resourceBody, int code) {
    assertRefused(post(stand.chat(), backendBody), true, code);
    assertRefused(post(stand.prompts(), resourceBody), false, code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"not json", "", " ", "{", "[1]", "\"text\"", "7", "null", "{}", "{} {}", "\u0000"})
  void whatIsNoJsonObjectIsRefused(String body) {
    assertRefusedInBoth(body, body, 40001);
  }

  static Stream<Arguments> questions() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("null", "null");
    values.put("empty", "\"\"");
    values.put("blank", "\" \\n\"");
    values.put("number", "7");
    values.put("boolean", "true");
    values.put("array", "[\"a\"]");
    values.put("object", "{\"q\":\"a\"}");
    values.put("one character too many", "\"" + "a".repeat(32_001) + "\"");
    values.put("one astral character too many", "\"" + "😀".repeat(32_001) + "\"");
    values.put("NUL", "\"a\\u0000b\"");
    values.put("lone surrogate", "\"a\\ud83db\"");
    return values.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("questions")
  void whatIsNoQuestionIsRefused(String name, String value) {
    assertRefusedInBoth("{\"q\":%s}".formatted(value), PROMPT.formatted(value, ""), 40001);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "language":"klingon"        | 40001
          "language":7                | 40001
          "stream":"yes"              | 40001
          "message_key":""            | 40001
          "message_key":"a\\u0000b"   | 40001
          """)
  void whatIsWrongBesideTheQuestionIsRefused(String field, int code) {
    assertRefusedInBoth(
        "{\"q\":\"a\",%s}".formatted(field), PROMPT.formatted("\"a\"", "," + field), code);
  }

  @ParameterizedTest
  @CsvSource({
    "00000000-0000-0000-0000-000000000000, 40402",
    "nope, 40402",
    "../../etc/passwd, 40402",
    "1-1-1-1-1, 40402",
    "'', 40001"
  })
  void aConversationThatNobodyMadeIsUnknown(String uid, int code) {
    assertRefused(
        post(stand.chat(), "{\"q\":\"a\",\"conversation_uid\":\"%s\"}".formatted(uid)), true, code);
  }

  @Test
  void anEndlessConversationIdIsRefused() {
    String endless = "x".repeat(10_000);

    assertRefused(
        post(stand.chat(), "{\"q\":\"a\",\"conversation_uid\":\"" + endless + "\"}"), true, 40001);
    assertRefused(
        post(
            stand.prompts(),
            "{\"conversation_id\":\"%s\",\"user_id\":\"u\",\"prompt\":\"p\"}".formatted(endless)),
        false,
        40001);
  }

  @Test
  void charactersAreCountedNotBytes() {
    String longest = "😀".repeat(32_000);

    ChatClientReply backend = post(stand.chat(), "{\"q\":\"" + longest + "\"}");
    ChatClientReply resource = post(stand.prompts(), PROMPT.formatted("\"" + longest + "\"", ""));

    assertThat(backend.status()).isEqualTo(200);
    assertThat(backend.json().at("/data/question").asText()).isEqualTo(longest);
    assertThat(resource.status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(ints = {5 << 20, (1 << 20) + 1})
  void aBodyBeyondTheBoundIsRefused(int bytes) {
    String text = "a".repeat(bytes);

    assertRefusedInBoth(
        "{\"q\":\"" + text + "\"}", PROMPT.formatted("\"" + text + "\"", ""), 41300);
  }

  @Test
  void aDocumentBeyondItsBoundIsRefused() {
    String document = "{\"name\":\"n\",\"content\":\"" + "a ".repeat(5 << 19) + "\"}";

    assertRefused(post("/chatbots/" + stand.mine.bot() + "/documents", document), false, 41300);
  }

  @ParameterizedTest
  @CsvSource({
    "/chatbots/..%2f..%2fetc%2fpasswd, 40401",
    "/chatbots/%00, 40401",
    "/chatbots/../chatbots, 40400",
    "/chatbots/%2e%2e/accounts, 40400",
    "/chatbots/%zz, 40400",
    "/api/v1/backend/../../etc/passwd, 40400",
    "/api/v1/backend/chatbot/..%2f..%2fetc/chat, 40500"
  })
  void aPathThatClimbsLeadsNowhere(String path, int code) {
    boolean backend = path.startsWith("/api/");

    assertRefused(stand.send(stand.mine.client(), HttpMethod.GET, path, null), backend, code);
  }

  @Test
  void anEndlessIdIsAnUnknownOne() {
    String endless = "x".repeat(10_000);

    assertRefused(post("/api/v1/backend/chatbot/" + endless + "/chat", "{}"), true, 40401);
    assertRefused(post("/api/v1/backend/chatbot/..%2f" + "..%2fx/chat", "{}"), true, 40401);
    for (String path :
        new String[] {
          "/chatbots/" + endless,
          "/chatbots/" + endless + "/documents",
          "/chatbots/" + endless + "/conversations"
        }) {
      assertRefused(stand.send(stand.mine.client(), HttpMethod.GET, path, null), false, 40401);
    }
    for (String rest : new String[] {"", "/messages", "/messages/" + UUID.randomUUID()}) {
      String path = stand.prompts() + "/" + endless + rest;
      assertRefused(stand.send(stand.mine.client(), HttpMethod.GET, path, null), false, 40402);
    }
  }

  private static final String TWO = "Content-Length: 9\r\nContent-Length: 4";

  static Stream<Arguments> lies() {
    return Stream.of(
        Arguments.of("two lengths", TWO, "{\"q\":\"a\"}"),
        Arguments.of("a list of lengths", "Content-Length: 9, 4", "{\"q\":\"a\"}"),
        Arguments.of("negative", "Content-Length: -9", "{\"q\":\"a\"}"),
        Arguments.of("signed", "Content-Length: +9", "{\"q\":\"a\"}"),
        Arguments.of("no number", "Content-Length: nine", "{\"q\":\"a\"}"),
        Arguments.of("too large a number", "Content-Length: 99999999999999999999", "{\"q\":\"a\"}"),
        Arguments.of("too short", "Content-Length: 4", "{\"q\":\"a\"}"),
        Arguments.of("malformed UTF-8", "Content-Length: 9", "{\"q\":\"\u00ff\"}"),
        Arguments.of("overlong UTF-8", "Content-Length: 10", "{\"q\":\"\u00c0\u0080\"}"),
        Arguments.of("UTF-16", "Content-Length: 4", "\u00ff\u00fe{\u0000"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lies")
  void whatIsSaidWrongAboutABodyIsRefused(String name, String headers, String body)
      throws IOException {
    for (String path : new String[] {stand.chat(), stand.prompts()}) {
      String raw = raw(path, headers, body, false);

      assertThat(raw).matches("(?s)HTTP/1\\.[01] 400 .*").contains("\"code\":40001");
    }
  }

  @Test
  void aBodyThatNeverArrivesWholeAsksNothing() throws IOException {
    int asked = stand.model.requests();

    String raw = raw(stand.chat(), "Content-Length: 1000", "{\"q\":\"a\"}", true);

    assertThat(raw).doesNotContain(" 200 ");
    assertThat(stand.model.requests()).isEqualTo(asked);
  }

  private String raw(String path, String headers, String body, boolean leaves) throws IOException {
    String host = stand.server.address().getHost();
    try (Socket socket = new Socket(host, stand.server.address().getPort())) {
      socket.setSoTimeout(20_000);
      String head =
          "POST %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer %s\r\n%s\r\n\r\n"
              .formatted(path, stand.mine.key(), headers);
      socket.getOutputStream().write((head + body).getBytes(ISO_8859_1));
      if (leaves) {
        socket.shutdownOutput();
      }
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  @Test
  void nonsenseOnAChannelIsToldThreeTimesAndThenEndsIt() throws Exception {
    BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
    ChatClientChannel channel = channel(parts);

    channel.socket().writeTextMessage("not json");
    channel.socket().writeBinaryMessage(Buffer.buffer("{\"q\":\"a\"}"));
    channel.socket().writeTextMessage("{\"q\":\"a\\u0000b\"}");

    for (int i = 0; i < 3; i++) {
      Part.Notice notice = (Part.Notice) parts.poll(20, TimeUnit.SECONDS);
      assertThat(notice).isNotNull();
      assertThat(notice.envelope().get("code").intValue()).isEqualTo(40001);
    }
    assertThat(channel.closed().await(20, TimeUnit.SECONDS)).isEqualTo(4400);
  }

  @Test
  void aFrameOfAMegabyteEndsItsChannelAndNoOther() throws Exception {
    BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
    ChatClientChannel large = channel(new LinkedBlockingQueue<>());
    ChatClientChannel good = channel(parts);

    large.socket().writeTextMessage("x".repeat(1 << 20));

    assertThat(large.closed().await(20, TimeUnit.SECONDS)).isEqualTo(1009);
    good.ask(Map.of("q", Stand.QUESTION));
    assertThat(parts.poll(20, TimeUnit.SECONDS)).isInstanceOf(Part.Header.class);
    good.close().await();
  }

  private ChatClientChannel channel(BlockingQueue<Part> parts) {
    return stand.mine.client().channel(stand.chat(), Map.of(), parts::add).await();
  }
}
