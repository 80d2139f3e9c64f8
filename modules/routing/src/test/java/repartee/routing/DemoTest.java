package repartee.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import repartee.contract.Chatbot;
import repartee.contract.ChatbotSettings;
import repartee.contract.Document;
import repartee.contract.DocumentState;
import repartee.testkit.ChatClientReply;

/** Which chatbot the first page shows, and that it shows no other. */
final class DemoTest {
  @Test
  void itIsTheOneOfThatName() {
    try (House house = new House()) {
      Chatbot demo = named(house, House.DEMO);

      ChatClientReply before = house.as(null).get("/demo").await();
      assertThat(before.status()).isEqualTo(200);
      assertThat(before.json().get("chatbot_id").asText()).isEqualTo(demo.id().toString());
      assertThat(before.json().get("ready").asBoolean()).isFalse();
      assertThat(before.headers().get("Cache-Control")).isEqualTo("no-store");
    }
  }

  @Test
  void itIsReadyOnceItHasSomethingToAnswerFrom() {
    try (House house = new House()) {
      named(house, House.DEMO);
      house.documents =
          List.of(
              new Document(
                  UUID.randomUUID(),
                  "guide",
                  "api",
                  DocumentState.READY,
                  null,
                  null,
                  1,
                  1,
                  House.TIME,
                  House.TIME));

      assertThat(house.as(null).get("/demo").await().json().get("ready").asBoolean()).isTrue();
    }
  }

  @Test
  void anyOtherChatbotIsNobodysBusiness() {
    try (House house = new House()) {
      ChatClientReply none = house.as(null).get("/demo").await();
      ChatClientReply posted =
          house.as(null).send(HttpMethod.POST, "/demo", Map.of(), "{}").await();

      assertThat(none.status()).isEqualTo(404);
      assertThat(none.text()).doesNotContain(house.bot.id().toString());
      assertThat(posted.status()).isEqualTo(405);
    }
  }

  private static Chatbot named(House house, String name) {
    Chatbot like = house.chatbot(house.account, List.of(), List.of());
    ChatbotSettings of = like.settings();
    Chatbot named =
        new Chatbot(
            like.id(),
            house.account,
            new ChatbotSettings(
                name, of.response(), of.restrictions(), of.documents(), of.isQaMode(), of.turns()),
            House.TIME,
            House.TIME);
    house.chatbots.put(named.id(), named);
    return named;
  }
}
