package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;
import static repartee.server.Stand.assertRefused;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import repartee.testkit.ChatClientReply;

/** Questions that people have answered themselves, over HTTP. */
@ExtendWith(SharedStand.class)
final class PairsIT {
  private static final String ANSWER = "Dogs stay outside; guide dogs are *welcome*.";

  private final Stand stand;
  private final String answers;

  PairsIT(Stand stand) {
    this.stand = stand;
    this.answers = "/chatbots/" + stand.mine.bot() + "/answers";
  }

  @AfterEach
  void close() {
    for (JsonNode pair : stand.mine.client().get(answers).await().json()) {
      String one = answers + "/" + pair.get("id").asText();
      assertThat(send(HttpMethod.DELETE, one, null).status()).isEqualTo(204);
    }
    stand.assertGoesOn();
  }

  @Test
  void whoAsksItGetsTheAnswerWordForWordAndNoModelIsAsked() {
    JsonNode pair =
        taught("Can I bring my dog?", List.of("Are animals allowed in the library?"), ANSWER);

    for (String asked :
        List.of(
            "Can I bring my dog?",
            "can i bring my DOG",
            "The dogs: can I bring my dogs?",
            "Are animals allowed in the library?")) {
      JsonNode data = ask(asked);
      assertThat(data.get("answer").asText()).as(asked).isEqualTo(ANSWER);
      JsonNode source = data.get("related_docs").get(0);
      assertThat(data.get("related_docs")).hasSize(1);
      assertThat(source.get("name").asText()).isEqualTo("Can I bring my dog?");
      assertThat(source.get("metadata").has("question")).isTrue();
    }
    assertThat(pair.get("variants").get(0).asText()).startsWith("Are animals");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Can I bring my cat?",
        "Can I bring my dog and a horse?",
        "Where is the dog?",
        "How long can books be borrowed?"
      })
  void whatIsOnlyNearIsAnsweredAsEver(String asked) {
    taught("Can I bring my dog?", List.of(), ANSWER);

    assertThat(ask(asked).get("answer").asText()).isNotEqualTo(ANSWER);
  }

  @Test
  void theSameQuestionReplacesAndAChangeKeepsTheId() {
    JsonNode first = taught("Who was first?", List.of(), "Ada.");
    JsonNode second = taught("Who was first?", List.of("Who came first?"), "Grace.");
    JsonNode other = taught("Who was last?", List.of(), "Nobody.");

    assertThat(second.get("id")).isEqualTo(first.get("id"));
    String path = answers + "/" + first.get("id").asText();
    ChatClientReply changed = send(HttpMethod.PATCH, path, "{\"question\":\"Who began?\"}");
    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    assertThat(changed.json().get("id")).isEqualTo(first.get("id"));
    assertThat(changed.json().get("answer").asText()).isEqualTo("Grace.");
    assertThat(ask("Who began?").get("answer").asText()).isEqualTo("Grace.");
    assertThat(ask("Who was first?").get("answer").asText()).isNotEqualTo("Grace.");
    assertThat(stand.mine.client().get(path).await().json().get("variants"))
        .isEqualTo(second.get("variants"));
    assertRefused(send(HttpMethod.PATCH, path, "{\"question\":\"Who was last?\"}"), false, 40001);
    assertThat(send(HttpMethod.DELETE, path, null).status()).isEqualTo(204);
    assertThat(ask("Who began?").get("answer").asText()).isNotEqualTo("Grace.");
    assertThat(stand.mine.client().get(answers).await().json()).containsExactly(other);
    assertThat(
            stand.mine.client().get("/chatbots/" + stand.mine.bot() + "/documents").await().text())
        .doesNotContain("Who was last?");
  }

  @Test
  void aTableIsTakenInWholeOrNotAtAllAndComesOutAsItCameIn() {
    String table =
        String.join(
            "\r\n",
            "question,variants,answer",
            "\"What, again?\",Once more?|Again?,\"Yes, \"\"again\"\".\"",
            "Wie spät?,,Neun Uhr.",
            "");

    ChatClientReply stored = csv(table);

    assertThat(stored.status()).as(stored.text()).isEqualTo(200);
    assertThat(stored.json().get("stored").asInt()).isEqualTo(2);
    assertThat(ask("Again?").get("answer").asText()).isEqualTo("Yes, \"again\".");
    assertThat(stand.mine.client().get(answers + ".csv").await().text())
        .isEqualTo("\uFEFF" + table);
    ChatClientReply bad = csv("Fine?,,Yes.\r\nNo answer?,,\r\n");
    assertRefused(bad, false, 40001);
    assertThat(bad.text()).contains("Line 2");
    assertThat(stand.mine.client().get(answers).await().json()).hasSize(2);
  }

  @Test
  void whatIsNoPairIsRefusedAndOthersSeeNothing() {
    String good = "{\"question\":\"q\",\"answer\":\"a\"";
    for (String body :
        List.of(
            "{\"question\":\"q\"}",
            "{\"answer\":\"a\"}",
            good + ",\"variants\":\"x\"}",
            good + ",\"variants\":[\"\"]}",
            good + ",\"variants\":[1]}",
            good + ",\"variants\":[" + "\"v\",".repeat(20) + "\"v\"]}")) {
      assertRefused(send(HttpMethod.POST, answers, body), false, 40001);
    }
    assertRefused(stand.other.client().get(answers).await(), false, 40401);
    assertRefused(
        stand.mine.client().get(answers + "/" + stand.mine.document()).await(), false, 40400);
  }

  private JsonNode taught(String question, List<String> variants, String answer) {
    ChatClientReply reply =
        stand
            .mine
            .client()
            .post(answers, Map.of("question", question, "variants", variants, "answer", answer))
            .await();
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json();
  }

  private JsonNode ask(String question) {
    ChatClientReply reply =
        stand.mine.client().post(stand.chat(), Map.of("q", question, "language", "en")).await();
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json().get("data");
  }

  private ChatClientReply csv(String table) {
    return stand
        .mine
        .client()
        .send(HttpMethod.POST, answers, Map.of("Content-Type", "text/csv"), table)
        .await();
  }

  private ChatClientReply send(HttpMethod method, String path, @Nullable String body) {
    return stand.mine.client().send(method, path, Map.of(), body).await();
  }
}
