package repartee.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import repartee.contract.DelimitedStreamParser.Part;
import repartee.contract.DelimitedStreamWriter;
import repartee.contract.MessageState;
import repartee.contract.PassageMetadata;
import repartee.contract.Problem;
import repartee.contract.RelatedDoc;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientReply;

/** Answers in both dialects, to the byte. */
final class ChatTest {
  private static final String MAGIC = DelimitedStreamWriter.MAGIC;

  private final House house = new House();
  private final String chat = ChatClient.chat(house.bot.id());
  private final String prompts = ChatClient.conversations(house.bot.id());

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aWholeAnswerIsThePublishedEnvelope() {
    UUID conversation = UUID.randomUUID();

    ChatClientReply reply =
        house.post(
            chat,
            "{\"q\":\"Ut minim ex\",\"conversation_uid\":\"" + conversation + "\",\"more\":1}",
            "X-Request-Id",
            "id-1");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .startsWith(
            "{\"code\":0,\"data\":{\"answer\":\"Hello, world\",\"conversation_uid\":\""
                + conversation
                + "\",\"is_qa_mode\":true,\"question\":\"Ut minim ex\",\"system_message\":\"\",\"message_uid\":")
        .endsWith(
            ",\"related_docs\":[],\"language\":\"en\"},\"msg\":\"Success.\",\"request_id\":\"id-1\"}");
  }

  @Test
  void aStreamIsHeadAndTextAndNothingElse() {
    String whole = "Hello, wörld 😀";
    int[] cuts = {3, 8, 13, whole.length()};
    house.reading =
        read -> {
          for (int cut : cuts) {
            if (cut > read.from()) {
              MessageState state =
                  cut == whole.length() ? MessageState.COMPLETE : MessageState.STREAMING;
              return House.piece(whole.substring(read.from(), cut), state);
            }
          }
          throw new AssertionError("read beyond the end");
        };

    ChatClientReply reply = house.post(chat, "{\"q\":\"Ut minim ex\",\"stream\":true}");

    assertThat(reply.status()).isEqualTo(200);
    MultiMap headers = reply.headers();
    assertThat(headers.get("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(headers.get("Cache-Control")).isEqualTo("no-store");
    assertThat(headers.get("X-Accel-Buffering")).isEqualTo("no");
    assertThat(headers.contains("X-Request-Id")).isTrue();
    assertThat(headers.get("Transfer-Encoding")).isEqualTo("chunked");
    assertThat(reply.text())
        .startsWith(
            "{\"answer\": \"\", \"question\": \"Ut minim ex\", \"related_docs\": [],"
                + " \"conversation_uid\": \"")
        .contains("\", \"is_qa_mode\": true, \"system_message\": \"\", ")
        .endsWith("}\n" + MAGIC + whole);
  }

  @Test
  void allThreeStylesOfSplittingWork() {
    String question = "what is " + MAGIC + "?";

    String body = house.post(chat, "{\"q\":\"" + question + "\",\"stream\":true}").text();

    assertThat(body.split(MAGIC, -1)).hasSize(2);
    assertThat(body.split(MAGIC, -1)[1]).isEqualTo("Hello, world");
    Matcher whole = Pattern.compile("(?s)^(\\{.*?\\})\\n" + MAGIC + "(.*)$").matcher(body);
    assertThat(whole.matches()).isTrue();
    assertThat(whole.group(2)).isEqualTo("Hello, world");
    assertThat(body.lines().toList().get(1)).isEqualTo(MAGIC + "Hello, world");
  }

  @Test
  void aBrokenAnswerCannotPassForAWholeOne() {
    house.reading =
        read ->
            read.from() == 0
                ? House.piece("Half an ans", MessageState.STREAMING)
                : House.broken(Problem.Kind.MODEL_FAILED);
    List<Part> parts = new ArrayList<>();

    assertThatThrownBy(
            () -> house.client().stream(chat, Map.of("q", "a", "stream", true), parts::add).await())
        .hasMessageContaining("closed");
    assertThat(parts.getLast()).isEqualTo(new Part.Text("Half an ans"));
  }

  @Test
  void anErrorBeforeTheHeaderIsAnOrdinaryOne() {
    house.asking =
        ask -> Future.failedFuture(new Problem(Problem.Kind.MODEL_FAILED, "The model refused."));

    ChatClientReply reply = house.post(chat, "{\"q\":\"a\",\"stream\":true}");

    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.json().get("code").intValue()).isEqualTo(50200);
  }

  @ParameterizedTest
  @ValueSource(strings = {".", ".."})
  void aConversationWhoseNameMeansAnotherPathIsLocatedByItsUid(String name) {
    String asked = "{\"conversation_id\":\"%s\",\"user_id\":\"%s\",\"prompt\":\"a\"}";

    ChatClientReply answered = house.post(prompts, asked.formatted(name, "u"));
    ChatClientReply intercepted = house.post(prompts, asked.formatted(name, "client:a"));

    for (ChatClientReply reply : List.of(answered, intercepted)) {
      assertThat(reply.headers().get("Location"))
          .matches(prompts + "/[0-9a-f-]{36}/messages/[0-9a-f-]{36}");
    }
  }

  @Test
  void aPromptIsAnsweredWithThePassagesThatItWasMatchedWith() {
    house.related =
        List.of(
            new RelatedDoc(
                house.passage.id(), "guide", "text", 0.9, null, PassageMetadata.ofLines(1, 1)));

    ChatClientReply reply = house.post(prompts, prompt("u", ""));

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.headers().get("Location"))
        .matches(
            "/chatbots/" + house.bot.id() + "/conversations/my%20c%2F1/messages/[0-9a-f-]{36}");
    assertThat(reply.text())
        .isEqualTo(
            "[{\"id\":\""
                + house.passage.id()
                + "\",\"chatbot_id\":\""
                + house.bot.id()
                + "\",\"user_id\":\""
                + house.account
                + "\",\"name\":\"guide-0\",\"content\":\"DOCUMENT NAME: guide\\n\\n---\\n\\nHow it works\","
                + "\"metadata\":{\"loc\":{\"lines\":{\"from\":1,\"to\":1}}},\"embedding\":\"[0.005706016,0.014266768]\","
                + "\"created_at\":\"2023-06-16T18:18:38.883440+00:00\",\"updated_at\":\"2023-06-16T18:18:38.883440+00:00\"}]");
    assertThat(house.asked.getFirst().conversationId()).isEqualTo("my c/1");
  }

  @Test
  void aPromptWithoutMatchesIsAnsweredWithAnEmptyArray() {
    assertThat(house.post(prompts, prompt("u", "")).text()).isEqualTo("[]");
  }

  @Test
  void whoPrefersTheMessageGetsIt() {
    ChatClientReply reply = house.post(prompts, prompt("u", ""), "Prefer", "return=representation");

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.headers().get("Preference-Applied")).isEqualTo("return=representation");
    assertThat(reply.json().properties().stream().map(Map.Entry::getKey))
        .containsExactly(
            "id",
            "conversation_id",
            "conversation_uid",
            "seq",
            "epoch",
            "author",
            "content",
            "state",
            "related_docs",
            "language",
            "in_reply_to",
            "feedback",
            "created_at",
            "updated_at");
  }

  @Test
  void aPromptCanBeStreamed() {
    ChatClientReply reply = house.post(prompts, prompt("u", ",\"stream\":true"));

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.headers().contains("Location")).isTrue();
    assertThat(reply.text()).endsWith(MAGIC + "Hello, world");
  }

  @Test
  void anAgentInterceptsWithoutAnAnswer() {
    ChatClientReply reply = house.post(prompts, prompt("client:support_staff_01", ""));

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.text()).isEqualTo("[]");
    assertThat(reply.headers().contains("Location")).isTrue();
    assertThat(house.asked).isEmpty();
    assertThat(house.appended.getFirst().author().name()).isEqualTo("support staff 01");
    assertThat(house.appended.getFirst().author().id()).isEqualTo("client:support_staff_01");
  }

  @Test
  void aKeyCanBeTestedAndLanguagesListed() {
    assertThat(house.client().get("/api/v1/backend").await().json().get("code").intValue())
        .isZero();
    assertThat(house.client().get("/api/v1/backend/languages").await().json().get("data"))
        .hasSize(19);
  }

  private static String prompt(String userId, String more) {
    return "{\"conversation_id\":\"my c/1\",\"user_id\":\""
        + userId
        + "\",\"prompt\":\"How?\""
        + more
        + "}";
  }
}
