package repartee.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import repartee.contract.Json;
import repartee.contract.Scope;
import repartee.testkit.ChatClientReply;

/** Chatbots: their published form, their defaults, how they are changed. */
final class ChatbotsTest {
  private final House house = new House();
  private final String one = "/chatbots/" + house.bot.id();

  @AfterEach
  void close() {
    house.close();
  }

  private ChatClientReply patch(String body) {
    return house
        .client()
        .send(HttpMethod.PATCH, one, Map.of("Content-Type", "application/merge-patch+json"), body)
        .await();
  }

  @Test
  void onlyANameIsNeeded() {
    ChatClientReply reply = house.post("/chatbots", "{\"name\":\"first test\",\"unknown\":1}");

    assertThat(reply.status()).isEqualTo(201);
    JsonNode made = reply.json();
    assertThat(reply.headers().get("Location")).isEqualTo("/chatbots/" + made.get("id").asText());
    String persona = Json.compact(made.get("response").get("system_persona"));
    assertThat(reply.text())
        .isEqualTo(
            "{\"id\":"
                + made.get("id")
                + ",\"user_id\":\""
                + house.account
                + "\",\"name\":\"first test\",\"response\":{\"n\":1,\"top_p\":1,\"stream\":true,"
                + "\"max_tokens\":1000,\"memory_size\":10,\"temperature\":0.7,\"system_persona\":"
                + persona
                + ",\"presence_penalty\":0,\"frequency_penalty\":0},"
                + "\"restrictions\":{\"hostnames\":[],\"ip_addresses\":[]},"
                + "\"documents\":{\"results\":{\"match_count\":5,\"match_threshold\":0.3},"
                + "\"text_splitter\":{\"chunk_size\":1000,\"chunk_overlap\":200}},"
                + "\"is_qa_mode\":true,\"created_at\":\"2023-06-16T18:18:38.883440+00:00\","
                + "\"updated_at\":\"2023-06-16T18:18:38.883440+00:00\",\"turns\":\"queue\"}");
  }

  @Test
  void theOrderOfTurnsIsChosenAndChanged() {
    JsonNode made = house.post("/chatbots", "{\"name\":\"x\",\"turns\":\"coalesce\"}").json();

    assertThat(made.get("turns").asText()).isEqualTo("coalesce");
    String path = "/chatbots/" + house.bot.id();
    JsonNode patched =
        house
            .client()
            .send(HttpMethod.PATCH, path, Map.of(), "{\"turns\":\"interrupt\"}")
            .await()
            .json();
    assertThat(patched.get("turns").asText()).isEqualTo("interrupt");
    JsonNode shown = house.client().get(path).await().json();
    assertThat(shown.get("turns").asText()).isEqualTo("interrupt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"name\":7}",
        "{\"name\":\"x\",\"response\":7}",
        "{\"name\":\"x\",\"response\":{\"n\":2}}",
        "{\"name\":\"x\",\"response\":{\"top_p\":0}}",
        "{\"name\":\"x\",\"response\":{\"temperature\":2.1}}",
        "{\"name\":\"x\",\"response\":{\"max_tokens\":1.5}}",
        "{\"name\":\"x\",\"response\":{\"stream\":\"no\"}}",
        "{\"name\":\"x\",\"response\":{\"system_persona\":\"a\\u0000\"}}",
        "{\"name\":\"x\",\"response\":{\"presence_penalty\":-3}}",
        "{\"name\":\"x\",\"restrictions\":{\"hostnames\":\"a\"}}",
        "{\"name\":\"x\",\"restrictions\":{\"hostnames\":[\"https://a\"]}}",
        "{\"name\":\"x\",\"restrictions\":{\"ip_addresses\":[\"1.2.3\"]}}",
        "{\"name\":\"x\",\"restrictions\":{\"ip_addresses\":[\"1.2.3.4/33\"]}}",
        "{\"name\":\"x\",\"documents\":{\"results\":7}}",
        "{\"name\":\"x\",\"documents\":{\"results\":{\"match_threshold\":2}}}",
        "{\"name\":\"x\",\"documents\":{\"text_splitter\":{\"chunk_overlap\":900}}}",
        "{\"name\":\"x\",\"turns\":\"all\"}",
        "{\"name\":\"x\",\"turns\":7}",
        "{\"name\":\"x\",\"is_qa_mode\":1}"
      })
  void aBadSettingIsRefused(String body) {
    assertThat(house.post("/chatbots", body).json().get("code").intValue()).isEqualTo(40001);
  }

  @Test
  void aPatchChangesWhatItNamesAndNullBringsTheDefaultBack() {
    JsonNode changed =
        patch("{\"name\":\"second\",\"response\":{\"temperature\":0,\"memory_size\":3}}").json();
    assertThat(changed.get("name").asText()).isEqualTo("second");
    assertThat(changed.get("response").get("temperature").isInt()).isTrue();
    assertThat(changed.get("response").get("memory_size").intValue()).isEqualTo(3);
    assertThat(changed.get("response").get("max_tokens").intValue()).isEqualTo(1000);

    JsonNode back = patch("{\"response\":{\"memory_size\":null}}").json();
    assertThat(back.get("response").get("memory_size").intValue()).isEqualTo(10);
    assertThat(back.get("response").get("temperature").intValue()).isZero();
    assertThat(back.get("name").asText()).isEqualTo("second");
    assertThat(patch("{\"name\":null}").status()).isEqualTo(400);
    assertThat(house.client().get(one).await().json().get("name").asText()).isEqualTo("second");
  }

  @Test
  void aPersonaSurvivesWordForWord() {
    String persona = "  Say \"hi\"\n\t— 你好 😀 </b> ";

    patch(Json.compact(Map.of("response", Map.of("system_persona", persona))));

    assertThat(house.client().get(one).await().json().at("/response/system_persona").textValue())
        .isEqualTo(persona);
  }

  @Test
  void anAccountSeesItsOwnChatbots() {
    assertThat(house.client().get("/chatbots").await().json()).hasSize(1);
    assertThat(
            house
                .as(house.key(house.otherAccount, "paid", Scope.OWNER))
                .get("/chatbots")
                .await()
                .text())
        .isEqualTo("[]");
  }

  @Test
  void aDocumentIsAnsweredWithItsPassages() {
    ChatClientReply reply =
        house.post(one + "/documents", "{\"name\":\"guide\",\"content\":\"How it works\"}");

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.json().get(0).get("embedding").isTextual()).isTrue();
    assertThat(house.post(one + "/documents", "{\"name\":\"guide\"}").status()).isEqualTo(400);
    assertThat(house.post(one + "/documents", "{\"name\":\"guide\",\"content\":\"\"}").status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=201", "limit=x", "limit=", "status=x", "user_id=%00"})
  void aBadParameterIsRefused(String query) {
    ChatClientReply reply = house.client().get(one + "/conversations?" + query).await();

    assertThat(reply.json().get("code").intValue()).isEqualTo(40001);
  }
}
