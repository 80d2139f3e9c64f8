package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import repartee.testkit.ChatClient;
import repartee.testkit.FakeModel;
import repartee.testkit.FakeModelScript;
import repartee.testkit.Poll;

/** What is shown as an answer's prompt is what the model was sent. */
@ExtendWith(SharedStand.class)
final class PromptIT {
  private static final String ROOM = "prompted";
  // The fence around passages is a new one each time, so that no document can know it.
  private static final String FENCE = "passages-[0-9a-f-]{36}";

  private final Stand stand;
  private final ChatClient client;
  private final UUID bot;

  PromptIT(Stand stand) {
    this.stand = stand;
    client = stand.mine.client();
    bot = ServeIT.taughtBot(client);
  }

  @Test
  void whatIsShownIsWhatWasSentAlsoWhereQuestionsWaitedAndTheBotIsSaidToHaveChanged() {
    stand.model.next(FakeModelScript.words("The first answer takes its time indeed.", 200));
    stand.model.next(FakeModelScript.says("Twice [1]."));
    stand.model.next(FakeModelScript.says("On Mondays."));
    List<Future<?>> asked = new ArrayList<>();
    asked.add(ask("How long can books be borrowed?"));
    Poll.until(() -> messages().size() == 2);
    asked.add(ask("How often can a loan of books be renewed?"));
    Poll.until(() -> messages().size() == 3);
    asked.add(ask("And when is the library closed?"));
    Poll.until(() -> messages().size() == 4);
    for (Future<?> one : asked) {
      one.await();
    }

    List<String> shown =
        messages().stream()
            .filter(message -> message.at("/author/kind").asText().equals("bot"))
            .map(this::prompt)
            .peek(prompt -> assertThat(prompt.get("model").asText()).isEqualTo("fake"))
            .peek(prompt -> assertThat(prompt.get("settings_changed").asBoolean()).isFalse())
            .map(prompt -> clean(prompt.get("messages").toString()))
            .toList();

    List<FakeModel.Request> sent = stand.model.remembered();
    assertThat(shown)
        .hasSize(3)
        .isEqualTo(
            sent.subList(sent.size() - 3, sent.size()).stream()
                .map(request -> said(request.body().getJsonArray("messages")))
                .toList());
    assertThat(shown.getFirst()).contains("passages-");

    client.send(HttpMethod.PATCH, "/chatbots/" + bot, Map.of(), "{\"turns\":\"coalesce\"}").await();
    assertThat(prompt(messages().getLast()).get("settings_changed").asBoolean()).isTrue();
  }

  private Future<?> ask(String question) {
    return client.post(
        ChatClient.conversations(bot),
        Map.of("conversation_id", ROOM, "user_id", "anna", "prompt", question));
  }

  private List<JsonNode> messages() {
    JsonNode messages =
        client.get(ChatClient.conversations(bot) + "/" + ROOM + "/messages").await().json();
    return messages.isArray() ? List.copyOf(messages.valueStream().toList()) : List.of();
  }

  private JsonNode prompt(JsonNode message) {
    return client
        .get(
            "%s/%s/messages/%s/prompt"
                .formatted(ChatClient.conversations(bot), ROOM, message.get("id").asText()))
        .await()
        .json();
  }

  private static String said(JsonArray messages) {
    return clean(messages.encode());
  }

  private static String clean(String messages) {
    return messages.replaceAll(FENCE, "passages-x");
  }
}
