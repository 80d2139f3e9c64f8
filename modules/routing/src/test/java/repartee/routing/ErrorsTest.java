package repartee.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import repartee.contract.Problem;
import repartee.contract.Scope;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientReply;

/** The error table, line by line, in both dialects. */
final class ErrorsTest {
  private final House house = new House();
  private final String chat = ChatClient.chat(house.bot.id());
  private final String prompts = ChatClient.conversations(house.bot.id());

  @AfterEach
  void close() {
    house.close();
  }

  private static void assertEnvelope(ChatClientReply reply, int code) {
    JsonNode json = reply.json();
    assertThat(reply.status()).as(reply.text()).isEqualTo(code / 100);
    assertThat(reply.headers().get("Content-Type")).isEqualTo("application/json");
    assertThat(json.properties().stream().map(Map.Entry::getKey))
        .containsExactly("code", "data", "msg", "request_id");
    assertThat(json.get("code").intValue()).as(reply.text()).isEqualTo(code);
    assertThat(json.get("data").isNull()).isTrue();
    assertThat(json.get("msg").textValue()).endsWith(".");
    assertThat(reply.headers().get("Cache-Control")).isEqualTo("no-store");
    assertThat(json.get("request_id").textValue()).isEqualTo(reply.headers().get("X-Request-Id"));
  }

  private static void assertProblem(ChatClientReply reply, int code) {
    JsonNode json = reply.json();
    assertThat(reply.status()).as(reply.text()).isEqualTo(code / 100);
    assertThat(reply.headers().get("Content-Type")).isEqualTo("application/problem+json");
    assertThat(json.properties().stream().map(Map.Entry::getKey))
        .containsExactly("type", "title", "status", "detail", "code", "request_id");
    assertThat(json.get("code").intValue()).as(reply.text()).isEqualTo(code);
    assertThat(json.get("status").intValue()).isEqualTo(code / 100);
    assertThat(reply.headers().get("Cache-Control")).isEqualTo("no-store");
    assertThat(json.get("request_id").textValue()).isEqualTo(reply.headers().get("X-Request-Id"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          not json                           | JSON
          {"q":"a"} {"q":"b"}                | JSON
          [1]                                | object
          "text"                             | object
          {}                                 | "q" is missing
          {"q":""}                           | "q" is empty
          {"q":"  "}                         | "q" is empty
          {"q":null}                         | "q" is null
          {"q":7}                            | "q" must be a string
          {"q":"a\\u0000b"}                  | NUL
          {"q":"a\\ud800b"}                  | surrogate
          {"q":"a","q":"b"}                  | twice
          {"q":"a","stream":"yes"}           | "stream"
          {"q":"a","language":"klingon"}     | "language"
          {"q":"a","language":7}             | "language"
          {"q":"a","conversation_uid":7}     | "conversation_uid"
          {"q":"a","user_id":{}}             | "user_id"
          {"q":"a","message_key":[]}         | "message_key"
          """)
  void aBadFieldIsNamed(String body, String named) {
    ChatClientReply reply = house.post(chat, body);

    assertEnvelope(reply, 40001);
    assertThat(reply.json().get("msg").textValue()).contains(named);
    assertThat(house.asked).isEmpty();
  }

  @Test
  void charactersAreCountedAsPeopleDo() {
    String longest = "😀".repeat(32_000);

    assertThat(house.post(chat, "{\"q\":\"" + longest + "\"}").status()).isEqualTo(200);
    assertEnvelope(house.post(chat, "{\"q\":\"" + longest + "a\"}"), 40001);
    assertEnvelope(
        house.post(chat, "{\"q\":\"a\",\"user_id\":\"" + "u".repeat(201) + "\"}"), 40001);
  }

  @Test
  void deepNestingIsRefused() {
    String deep = "[".repeat(5000) + "]".repeat(5000);

    assertEnvelope(house.post(chat, "{\"q\":\"a\",\"x\":" + deep + "}"), 40001);
  }

  @Test
  void aPromptNeedsItsThreeFields() {
    assertProblem(house.post(prompts, "{\"prompt\":\"a\",\"user_id\":\"u\"}"), 40001);
    assertProblem(house.post(prompts, "{\"prompt\":\"a\",\"conversation_id\":\"c\"}"), 40001);
    assertProblem(house.post(prompts, "{\"user_id\":\"u\",\"conversation_id\":\"c\"}"), 40001);
  }

  @Test
  void twoMessageKeysMustBeTheSame() {
    String body = "{\"q\":\"a\",\"message_key\":\"one\"}";

    String prompt =
        "{\"conversation_id\":\"c\",\"user_id\":\"u\",\"prompt\":\"p\",\"message_key\":\"one\"}";

    assertEnvelope(house.post(chat, body, "Idempotency-Key", "two"), 40001);
    assertProblem(house.post(prompts, prompt, "Idempotency-Key", "two"), 40001);
    assertThat(house.asked).isEmpty();
    assertThat(house.post(chat, body, "Idempotency-Key", "one").status()).isEqualTo(200);
    assertThat(house.asked.getLast().messageKey()).isEqualTo("one");
    assertThat(house.post(chat, "{\"q\":\"a\"}", "Idempotency-Key", "three").status())
        .isEqualTo(200);
    assertThat(house.asked.getLast().messageKey()).isEqualTo("three");
  }

  @Test
  void aMessageKeyHasABoundWhereverItStands() {
    String longest = "k".repeat(200);
    String field = "{\"q\":\"a\",\"message_key\":\"%s\"}";

    assertEnvelope(house.post(chat, field.formatted(longest + "k")), 40001);
    assertEnvelope(house.post(chat, "{\"q\":\"a\"}", "Idempotency-Key", longest + "k"), 40001);
    assertEnvelope(house.post(chat, "{\"q\":\"a\"}", "Idempotency-Key", " "), 40001);
    assertThat(house.asked).isEmpty();
    assertThat(house.post(chat, field.formatted(longest)).status()).isEqualTo(200);
    assertThat(house.post(chat, "{\"q\":\"a\"}", "Idempotency-Key", longest).status())
        .isEqualTo(200);
  }

  @Test
  void withoutAKeyNobodyComesIn() {
    assertEnvelope(house.as(null).post(chat, Map.of("q", "a")).await(), 40100);
    assertProblem(house.as(null).get("/chatbots").await(), 40100);
    assertEnvelope(house.as(null).get(chat + "?key=" + house.owner).await(), 40500);
  }

  @Test
  void aWrongKeyOpensNothingAndAMistypedOneIsNotLookedUp() {
    int before = house.keyLookups.get();

    assertEnvelope(house.as("nobody's").post(chat, Map.of("q", "a")).await(), 40101);
    assertThat(house.keyLookups.get()).isEqualTo(before + 1);
    assertEnvelope(house.as(house.owner + "x").post(chat, Map.of("q", "a")).await(), 40101);
    assertThat(house.keyLookups.get()).isEqualTo(before + 1);
  }

  @Test
  void aPlanWithoutApiAccessIsToldSo() {
    String free = house.key(house.account, "free", Scope.OWNER);

    assertEnvelope(house.as(free).post(chat, Map.of("q", "a")).await(), 40301);
    assertEnvelope(house.as(free).get("/api/v1/backend").await(), 40301);
    assertProblem(house.as(free).get("/chatbots").await(), 40301);
    assertThat(house.as(free).get("/accounts/" + house.account + "/keys").await().status())
        .isEqualTo(200);
  }

  @Test
  void aKeyMayDoWhatItsScopeSays() {
    String asks = house.key(house.account, "paid", Scope.CHAT);
    String agent = house.key(house.account, "paid", Scope.AGENT);
    Map<String, String> intercept =
        Map.of("conversation_id", "c", "user_id", "client:staff_01", "prompt", "I am here.");

    assertThat(house.as(asks).post(chat, Map.of("q", "a")).await().status()).isEqualTo(200);
    assertProblem(house.as(asks).get("/chatbots").await(), 40300);
    assertProblem(house.as(asks).post(prompts, intercept).await(), 40300);
    assertThat(house.as(asks).get(prompts + "/c/messages/" + UUID.randomUUID()).await().status())
        .isEqualTo(200);
    assertProblem(house.as(asks).get(prompts + "/c/messages").await(), 40300);
    assertEnvelope(house.as(agent).post(chat, Map.of("q", "a")).await(), 40300);
    assertProblem(house.as(agent).post("/chatbots", Map.of("name", "x")).await(), 40300);
    assertThat(house.as(agent).post(prompts, intercept).await().status()).isEqualTo(201);
    assertProblem(house.client().get("/accounts").await(), 40300);
    assertProblem(house.client().get("/accounts/" + house.otherAccount + "/keys").await(), 40400);
  }

  @Test
  void anotherAccountsChatbotIsAnUnknownOne() {
    UUID others = house.chatbot(house.otherAccount, List.of(), List.of()).id();
    String body = "{\"q\":\"a\"}";

    ChatClientReply unknown = house.post(ChatClient.chat(UUID.randomUUID()), body);
    ChatClientReply other = house.post(ChatClient.chat(others), body);

    assertEnvelope(unknown, 40401);
    assertEnvelope(other, 40401);
    assertThat(other.json().get("msg")).isEqualTo(unknown.json().get("msg"));
    assertProblem(house.client().get("/chatbots/" + others).await(), 40401);
    assertProblem(house.client().get("/chatbots/" + others + "/documents").await(), 40401);
  }

  @Test
  void whatCannotBeAnIdIsAnUnknownOne() {
    String endless = "x".repeat(10_000);

    assertEnvelope(house.post("/api/v1/backend/chatbot/nope/chat", "{\"q\":\"a\"}"), 40401);
    assertEnvelope(
        house.post("/api/v1/backend/chatbot/" + endless + "/chat", "{\"q\":\"a\"}"), 40401);
    assertProblem(house.client().get("/chatbots/" + endless).await(), 40401);
    assertProblem(house.client().get("/chatbots/..%2f..%2fetc").await(), 40401);
    assertProblem(house.client().get(prompts + "/" + endless).await(), 40402);
    assertProblem(house.client().get(prompts + "/a%00b").await(), 40402);
    assertProblem(house.client().get(prompts + "/c/messages/7").await(), 40402);
    assertEnvelope(house.post(chat, "{\"q\":\"a\",\"conversation_uid\":\"nope\"}"), 40402);
    assertProblem(
        house.client().get("/chatbots/" + house.bot.id() + "/documents/nope").await(), 40400);
  }

  @Test
  void unknownPathsAreJsonNeverHtml() {
    assertEnvelope(house.client().get("/api/v1/backend/nothing").await(), 40400);
    assertEnvelope(house.client().get("/api/v1/backend/chatbot/%zz/chat").await(), 40400);
    assertProblem(house.client().get("/").await(), 40400);
    assertProblem(house.client().get("/nothing?<b>").await(), 40400);
    assertProblem(house.client().get("/chatbots/../health/live").await(), 40400);
    assertProblem(house.client().get("/chatbots/%2e%2e/chatbots").await(), 40400);
    assertProblem(house.client().get("/api/v1/backendx").await(), 40400);
  }

  @Test
  void aMethodThatIsNotThereNamesThoseThatAre() {
    ChatClientReply put = house.client().send(HttpMethod.PUT, "/chatbots", Map.of(), "{}").await();
    ChatClientReply get = house.client().get(chat).await();

    assertProblem(put, 40500);
    assertThat(put.headers().get("Allow")).isEqualTo("GET, POST, OPTIONS");
    assertEnvelope(get, 40500);
    assertThat(get.headers().get("Allow")).isEqualTo("POST, OPTIONS");
  }

  @Test
  void mediaTypesAreKept() {
    String body = "{\"q\":\"a\"}";

    assertEnvelope(house.post(chat, body, "Content-Type", "text/xml"), 41500);
    assertEnvelope(house.post(chat, body, "Content-Encoding", "gzip"), 41500);
    assertEnvelope(
        house.post(chat, body, "Content-Type", "application/json;charset=utf-16"), 41500);
    assertThat(house.post(chat, body, "Content-Type", "application/json; charset=UTF-8").status())
        .isEqualTo(200);
    assertEnvelope(house.post(chat, body, "Accept", "text/html, image/png"), 40600);
    assertThat(house.post(chat, body, "Accept", "text/html, */*;q=0.1").status()).isEqualTo(200);
  }

  @Test
  void aBodyHasABound() {
    String large = "{\"q\":\"" + "a".repeat(5 << 20) + "\"}";

    assertEnvelope(house.post(chat, large), 41300);
    assertThat(house.post(chat, "{\"q\":\"a\"}").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(
      value = Problem.Kind.class,
      names = {
        "UNKNOWN_CONVERSATION",
        "KEY_REUSED",
        "OTHER_EPOCH",
        "INTERNAL",
        "MODEL_FAILED",
        "BUSY",
        "MODEL_TOO_SLOW"
      })
  void whatTheHouseRefusesIsToldInBothDialects(Problem.Kind kind) {
    house.asking = ask -> Future.failedFuture(new Problem(kind, "Please try again."));

    ChatClientReply backend = house.post(chat, "{\"q\":\"a\"}");
    ChatClientReply resource =
        house.post(prompts, "{\"conversation_id\":\"c\",\"user_id\":\"u\",\"prompt\":\"p\"}");

    assertEnvelope(backend, kind.code());
    assertProblem(resource, kind.code());
    assertThat(backend.headers().contains("Retry-After")).isEqualTo(kind == Problem.Kind.BUSY);
  }

  @Test
  void theUnforeseenTellsNothingButItsRequestId() {
    house.asking =
        ask -> {
          throw new IllegalStateException("a secret");
        };

    ChatClientReply reply = house.post(chat, "{\"q\":\"a\"}");

    assertEnvelope(reply, 50000);
    assertThat(reply.text()).doesNotContain("secret");
  }

  @Test
  void anAnswerThatBreaksOffIsAnErrorByItsReason() {
    house.reading = read -> House.broken(Problem.Kind.MODEL_TOO_SLOW);

    assertEnvelope(house.post(chat, "{\"q\":\"a\"}"), 50400);
    assertThat(house.post(chat, "{\"q\":\"a\"}").json().get("msg").textValue()).contains("kept");
  }

  @Test
  void aSaneRequestIdComesBack() {
    String body = "{\"q\":\"a\"}";

    assertThat(house.post(chat, body, "X-Request-Id", "mine-1").json().get("request_id").asText())
        .isEqualTo("mine-1");
    assertThat(house.post(chat, body, "X-Request-Id", "<b>\"").json().get("request_id").asText())
        .hasSize(36);
    assertThat(
            house
                .post(chat, body, "X-Request-Id", "x".repeat(201))
                .json()
                .get("request_id")
                .asText())
        .hasSize(36);
  }
}
