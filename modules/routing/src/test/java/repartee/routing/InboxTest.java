package repartee.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import repartee.contract.Author;
import repartee.contract.Conversation;
import repartee.contract.ConversationStatus;
import repartee.contract.Done;
import repartee.contract.FindInbox;
import repartee.contract.Inbox;
import repartee.contract.InboxPlace;
import repartee.contract.InboxRow;
import repartee.contract.InboxState;
import repartee.contract.MarkDone;
import repartee.contract.MarkRead;
import repartee.contract.Scope;
import repartee.contract.Unread;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientReply;

/** What people of an account see of its conversations, and what they do with one. */
final class InboxTest {
  private final House house = new House();
  private final UUID uid = UUID.randomUUID();
  private final InboxPlace place = new InboxPlace(House.TIME, uid);
  private final List<Record> asked = new ArrayList<>();
  private final String one = ChatClient.conversations(house.bot.id()) + "/c";
  private volatile Inbox inbox = new Inbox(List.of(row()), null);

  @BeforeEach
  void open() {
    Future.all(
            FindInbox.ADDRESS.serve(house.vertx.eventBus(), find -> answer(find, inbox)),
            MarkDone.ADDRESS.serve(house.vertx.eventBus(), done -> answer(done, new Done())),
            MarkRead.ADDRESS.serve(house.vertx.eventBus(), read -> answer(read, new Unread(3))))
        .await();
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aRowHasItsConversationItsChatbotAndItsLastMessage() {
    JsonNode row = house.client().get("/inbox").await().json().get(0);

    assertThat(row.get("conversation").get("conversation_uid").asText()).isEqualTo(uid.toString());
    assertThat(row.get("chatbot_id").asText()).isEqualTo(house.bot.id().toString());
    assertThat(row.get("chatbot_name").asText()).isEqualTo("first test");
    assertThat(row.get("state").asText()).isEqualTo("waiting");
    assertThat(row.get("messages").intValue()).isEqualTo(7);
    assertThat(row.get("unread").intValue()).isEqualTo(2);
    assertThat(row.get("last_message").toString())
        .isEqualTo(
            "{\"seq\":7,\"author\":{\"kind\":\"user\",\"id\":\"ada\",\"name\":\"Ada\"},"
                + "\"content\":\"Hello?\",\"created_at\":\"2023-06-16T18:18:38.883440+00:00\"}");
    assertThat(asked).containsExactly(new FindInbox(house.account, null, null, null, null, 50));
  }

  @Test
  void aPageNamesTheNextOneWithAllThatWasAskedFor() {
    inbox = new Inbox(List.of(), place);
    String path = "/inbox?state=human&q=100%25+wool&limit=7&chatbot=" + house.bot.id();

    ChatClientReply first = house.client().get(path).await();
    String link = Objects.requireNonNull(first.headers().get("Link"));
    inbox = new Inbox(List.of(), null);
    ChatClientReply last =
        house.client().get(link.substring(1, link.indexOf(">; rel=\"next\""))).await();

    FindInbox wanted =
        new FindInbox(house.account, house.bot.id(), InboxState.HUMAN, "100% wool", null, 7);
    assertThat(asked)
        .containsExactly(
            wanted,
            new FindInbox(
                wanted.accountId(), wanted.chatbotId(), wanted.state(), wanted.words(), place, 7));
    assertThat(last.status()).isEqualTo(200);
    assertThat(last.headers().contains("Link")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"state=open", "state=", "before=x", "before=1-2", "limit=0", "limit=201", "q="})
  void whatCannotBeAskedIsNamed(String query) {
    ChatClientReply reply = house.client().get("/inbox?" + query).await();

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().get("detail").asText())
        .contains(query.substring(0, query.indexOf('=')));
  }

  @Test
  void anothersChatbotIsUnknown() {
    String other = house.chatbot(house.otherAccount, List.of(), List.of()).id().toString();

    assertThat(house.client().get("/inbox?chatbot=" + other).await().status()).isEqualTo(404);
    assertThat(house.client().get("/inbox?chatbot=x").await().status()).isEqualTo(404);
  }

  @Test
  void whatIsDoneAndWhatIsReadIsTold() {
    assertThat(house.post(one + "/done", "").status()).isEqualTo(204);
    ChatClientReply read = house.post(one + "/read", "{\"seq\":4}");

    assertThat(read.json().toString()).isEqualTo("{\"unread\":3}");
    assertThat(asked)
        .containsExactly(new MarkDone(house.bot.id(), "c"), new MarkRead(house.bot.id(), "c", 4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"seq\":-1}", "{\"seq\":1.5}", "{\"seq\":\"1\"}", "{\"seq\":1e99}"})
  void readIsUpToANumber(String body) {
    ChatClientReply reply = house.post(one + "/read", body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().get("detail").asText()).contains("\"seq\"");
  }

  @Test
  void agentsMayAndChatKeysMayNot() {
    ChatClient agent = house.as(house.key(house.account, "paid", Scope.AGENT));
    ChatClient chat = house.as(house.key(house.account, "paid", Scope.CHAT));

    assertThat(agent.get("/inbox").await().status()).isEqualTo(200);
    assertThat(agent.post(one + "/done", Map.of()).await().status()).isEqualTo(204);
    assertThat(agent.post(one + "/read", Map.of("seq", 1)).await().status()).isEqualTo(200);
    assertThat(chat.get("/inbox").await().status()).isEqualTo(403);
    assertThat(chat.post(one + "/done", Map.of()).await().status()).isEqualTo(403);
    assertThat(chat.post(one + "/read", Map.of("seq", 1)).await().status()).isEqualTo(403);
    assertThat(house.as(null).get("/inbox").await().status()).isEqualTo(401);
  }

  private <T> Future<T> answer(Record question, T answer) {
    asked.add(question);
    return Future.succeededFuture(answer);
  }

  private InboxRow row() {
    return new InboxRow(
        new Conversation(
            "c",
            uid,
            house.bot.id(),
            "ada",
            ConversationStatus.HUMAN,
            null,
            7,
            9,
            House.TIME,
            House.TIME),
        "first test",
        InboxState.WAITING,
        2,
        new InboxRow.LastMessage(
            7, new Author(Author.Kind.USER, "ada", "Ada"), "Hello?", House.TIME));
  }
}
