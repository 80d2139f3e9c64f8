package repartee.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import repartee.contract.MessageState;
import repartee.contract.Scope;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientReply;

/** People take conversations and give them back. */
final class HandsTest {
  private static final String ANN = "{\"user_id\":\"client:ann_of_support\"}";
  private static final String BOB = "{\"user_id\":\"client:bob\"}";

  private final House house = new House();
  private final LiveLog.Talk talk = house.log.talk();
  private final String one = ChatClient.conversations(house.bot.id()) + "/" + talk.uid;

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aConversationIsTakenAndGivenBack() {
    ChatClientReply taken = house.post(one + "/takeover", ANN);
    JsonNode shown = house.client().get(one).await().json();
    ChatClientReply given = house.post(one + "/release", ANN);

    assertThat(taken.status()).isEqualTo(200);
    assertThat(taken.json().get("status").asText()).isEqualTo("human");
    assertThat(taken.json().get("held_by").toString())
        .isEqualTo("{\"id\":\"client:ann_of_support\",\"name\":\"ann of support\"}");
    assertThat(shown).isEqualTo(taken.json());
    assertThat(given.status()).isEqualTo(200);
    assertThat(given.json().get("status").asText()).isEqualTo("bot");
    assertThat(given.json().get("held_by").isNull()).isTrue();
  }

  @Test
  void onlyOnePersonHasIt() {
    house.post(one + "/takeover", ANN);

    ChatClientReply again = house.post(one + "/takeover", ANN);
    ChatClientReply other = house.post(one + "/takeover", BOB);

    assertThat(again.status()).isEqualTo(200);
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.json().get("code").intValue()).isEqualTo(40901);
    assertThat(other.json().get("detail").asText()).contains("ann of support");
    assertThat(other.headers().get("Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void whatIsFreeMayBeReleased() {
    ChatClientReply reply = house.post(one + "/release", BOB);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("status").asText()).isEqualTo("bot");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"user_id\":null}",
        "{\"user_id\":7}",
        "{\"user_id\":\"\"}",
        "{\"user_id\":\"bob\"}",
        "{\"user_id\":\"Client:bob\"}",
        "[]",
        ""
      })
  void onlyPersonsTakeAndGive(String body) {
    for (String way : List.of("/takeover", "/release")) {
      ChatClientReply reply = house.post(one + way, body);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.json().get("code").intValue()).isEqualTo(40001);
      if (body.startsWith("{")) {
        assertThat(reply.json().get("detail").asText()).contains("user_id");
      }
    }
  }

  @Test
  void anUnknownConversationCannotBeTaken() {
    String unknown = ChatClient.conversations(house.bot.id()) + "/unknown";

    assertThat(house.post(unknown + "/takeover", ANN).json().get("code").intValue())
        .isEqualTo(40402);
    assertThat(house.post(unknown + "/release", ANN).status()).isEqualTo(404);
    house.log.delete(talk);
    assertThat(house.post(one + "/takeover", ANN).status()).isEqualTo(404);
  }

  @Test
  void chatKeysTakeNothing() {
    for (Scope scope : List.of(Scope.AGENT, Scope.OWNER)) {
      ChatClient client = house.as(house.key(house.account, "paid", scope));
      assertThat(client.post(one + "/takeover", Map.of("user_id", "client:a")).await().status())
          .isEqualTo(200);
    }
    ChatClient chat = house.as(house.key(house.account, "paid", Scope.CHAT));
    for (String way : List.of("/takeover", "/release")) {
      assertThat(chat.post(one + way, Map.of("user_id", "client:a")).await().status())
          .isEqualTo(403);
    }
  }

  @Test
  void theRunningAnswerEndsWhereReadersHaveIt() {
    LiveLog.Line line = house.log.answer(talk, "What?", null);
    house.log.write(line, "Half an ans");

    house.post(one + "/takeover", ANN);

    assertThat(line.state).isEqualTo(MessageState.STOPPED);
    assertThat(line.text.toString()).isEqualTo("Half an ans");
    assertThat(house.log.handedOver).isEqualTo(1);
  }

  @Test
  void anAnswerThatChangesMeanwhileIsLookedForAgain() {
    LiveLog.Line line = house.log.answer(talk, "What?", null);
    house.log.beforeHandOver = List.of(() -> house.log.beginAnew(line, List.of("Anew")));

    ChatClientReply reply = house.post(one + "/takeover", ANN);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(line.state).isEqualTo(MessageState.STOPPED);
  }

  @Test
  void aConversationThatChangesForEverIsBusy() {
    LiveLog.Line line = house.log.answer(talk, "What?", null);
    Runnable anew = () -> house.log.beginAnew(line, List.of("Anew"));
    house.log.beforeHandOver = Collections.nCopies(20, anew);

    assertThat(house.post(one + "/takeover", ANN).status()).isEqualTo(503);
  }

  @Test
  void anAnswerWhoseNodeIsAwayEndsAsItWasSaved() {
    LiveLog.Line line = house.log.answer(talk, "What?", null);
    house.log.write(line, "Half an ans");
    house.log.nodeAway = true;

    ChatClientReply reply = house.post(one + "/takeover", ANN);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(line.state).isEqualTo(MessageState.STOPPED);
    assertThat(house.log.handedOver).isZero();
  }

  @Test
  void anAnswerWhoseNodeIsOnlyBusyGoesOn() {
    LiveLog.Line line = house.log.answer(talk, "What?", null);
    house.log.beforeHandOver =
        List.of(
            () -> {
              throw Problems.busy("The database is away.");
            });

    ChatClientReply reply = house.post(one + "/takeover", ANN);

    assertThat(reply.status()).isEqualTo(503);
    assertThat(line.state).isEqualTo(MessageState.STREAMING);
  }

  @Test
  void conversationsOfPeopleAreFoundByTheirStatus() {
    house.post(one + "/takeover", ANN);
    String all = ChatClient.conversations(house.bot.id());

    assertThat(house.client().get(all + "?status=human").await().json()).hasSize(1);
    assertThat(house.client().get(all + "?status=bot").await().json()).isEmpty();
    assertThat(house.client().get(all + "?status=nobody").await().status()).isEqualTo(400);
  }
}
