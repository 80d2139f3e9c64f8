package repartee.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import repartee.contract.DelimitedStreamParser.Part;
import repartee.contract.MessageState;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientReply;
import repartee.testkit.Poll;

/** Questions whose turn has not come, that a person has, or that are sent again. */
final class TurnsTest {
  private House house = new House();

  @AfterEach
  void close() {
    house.close();
  }

  private void reopen(RoutingConfiguration configuration) {
    house.close();
    house = new House(configuration);
  }

  private Future<ChatClientReply> ask(LiveLog.Talk talk, String question, String more) {
    house.outcome = house.log::ask;
    String body =
        "{\"q\":\"" + question + "\",\"conversation_uid\":\"" + talk.uid + "\"" + more + "}";
    return house.client().send(HttpMethod.POST, ChatClient.chat(house.bot.id()), Map.of(), body);
  }

  private Future<ChatClientReply> prompt(LiveLog.Talk talk, String more, String... headers) {
    house.outcome = house.log::ask;
    String body =
        "{\"conversation_id\":\"" + talk.uid + "\",\"user_id\":\"u\",\"prompt\":\"p\"" + more + "}";
    return house
        .client()
        .send(
            HttpMethod.POST,
            ChatClient.conversations(house.bot.id()),
            headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]),
            body);
  }

  /** A question with the key "old", and its answer. */
  private void saidBefore(LiveLog.Talk talk) {
    LiveLog.Line question = house.log.say(talk, house.log.user(), "mine");
    LiveLog.Line answer = house.log.answer(talk, "mine", null);
    house.log.write(answer, "Said before");
    house.log.end(answer, MessageState.COMPLETE);
    question.answer = answer;
    talk.keys.put("old", question);
  }

  @Test
  void aQuestionWaitsForTheAnswerBeforeIt() {
    LiveLog.Talk talk = house.log.talk();
    LiveLog.Line running = house.log.answer(talk, "before", null);

    Future<ChatClientReply> waiting = ask(talk, "mine", "");
    Poll.until(() -> !talk.waiting.isEmpty());
    house.log.end(running, MessageState.COMPLETE);

    assertThat(waiting.await().status()).isEqualTo(200);
    assertThat(waiting.await().json().get("data").get("answer").asText()).isEqualTo("Hello, world");
  }

  @Test
  void aTurnIsFoundWhereItsEventIsLost() {
    LiveLog.Talk talk = house.log.talk();
    LiveLog.Line running = house.log.answer(talk, "before", null);
    house.log.quiet = true;

    Future<ChatClientReply> waiting = ask(talk, "mine", ",\"stream\":true");
    Poll.until(() -> !talk.waiting.isEmpty());
    house.log.end(running, MessageState.COMPLETE);

    assertThat(waiting.await().text()).endsWith("Hello, world");
  }

  @Test
  void aTurnIsWaitedForWhileTheNodeThatAnswersIsAway() {
    LiveLog.Talk talk = house.log.talk();
    LiveLog.Line running = house.log.answer(talk, "before", null);
    List<Boolean> away = new ArrayList<>(List.of(true, true));
    house.log.following =
        () -> {
          if (!away.isEmpty()) {
            away.removeLast();
            throw Problems.busy("Away.");
          }
        };

    Future<ChatClientReply> waiting = ask(talk, "mine", "");
    Poll.until(() -> !talk.waiting.isEmpty());
    house.log.end(running, MessageState.COMPLETE);

    assertThat(waiting.await().status()).isEqualTo(200);
    assertThat(away).isEmpty();
  }

  @Test
  void anAnswerThatIsBegunAnewIsWaitedFor() {
    house.log.says = question -> null;
    LiveLog.Talk talk = house.log.talk();

    Future<ChatClientReply> waiting = ask(talk, "mine", "");
    Poll.until(() -> talk.lines.size() == 2);
    LiveLog.Line line = talk.lines.getLast();
    house.log.write(line, "Half an ans");
    house.log.nodeAway = true;
    house.log.beginAnew(line, List.of("Another", " one"));
    Poll.until(() -> house.log.opened > 0);
    house.log.nodeAway = false;

    assertThat(waiting.await().json().get("data").get("answer").asText()).isEqualTo("Another one");
  }

  @Test
  void aWaitHasABound() {
    reopen(House.waiting(50));
    LiveLog.Talk talk = house.log.talk();
    house.log.answer(talk, "before", null);

    ChatClientReply reply = ask(talk, "mine", "").await();

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.headers().contains("Retry-After")).isTrue();
    assertThat(talk.waiting).hasSize(1);
  }

  @Test
  void aConversationThatIsRemovedEndsTheWaits() {
    LiveLog.Talk talk = house.log.talk();
    house.log.answer(talk, "before", null);

    Future<ChatClientReply> waiting = ask(talk, "mine", "");
    Poll.until(() -> !talk.waiting.isEmpty());
    house.log.delete(talk);

    assertThat(waiting.await().json().get("code").intValue()).isEqualTo(40402);
  }

  @Test
  void whoHasLeftIsNotLookedFor() {
    LiveLog.Talk talk = house.log.talk();
    LiveLog.Line running = house.log.answer(talk, "before", null);
    ChatClient client = house.client();
    house.outcome = house.log::ask;
    client.post(ChatClient.chat(house.bot.id()), Map.of("q", "mine", "conversation_uid", talk.uid));
    Poll.until(() -> !talk.waiting.isEmpty() && house.log.revisionsAsked > 0);

    client.close();
    LiveLog.Talk other = house.log.talk();
    house.log.answer(other, "before", null);
    Future<ChatClientReply> stays = ask(other, "mine", "");

    // Once the other alone is looked for, the first one is forgotten; its question is not.
    Poll.until(() -> house.log.lookedFor.contains(List.of(other.uid)));
    assertThat(stays.isComplete()).isFalse();
    assertThat(talk.waiting).hasSize(1);
    house.log.end(running, MessageState.COMPLETE);
    assertThat(talk.lines).hasSize(3);
  }

  @Test
  void aPersonWhoHasTheConversationAnswersInsteadOfTheBot() {
    LiveLog.Talk talk = house.log.talk();
    talk.heldBy = LiveLog.agent("ann");
    String notice = "You are talking to ann now.";

    ChatClientReply whole = ask(talk, "mine", "").await();
    ChatClientReply stream = ask(talk, "mine", ",\"stream\":true").await();
    ChatClientReply rows = prompt(talk, "").await();
    ChatClientReply message = prompt(talk, "", "Prefer", "return=representation").await();
    ChatClientReply promptStream = prompt(talk, ",\"stream\":true").await();

    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.json().get("data").get("answer").asText()).isEmpty();
    assertThat(whole.json().get("data").get("question").asText()).isEqualTo("mine");
    assertThat(whole.json().get("data").get("system_message").asText()).isEqualTo(notice);
    assertThat(stream.status()).isEqualTo(200);
    assertThat(stream.text())
        .contains("\"system_message\": \"" + notice + "\"")
        .endsWith("}\n" + "645130146e8d07b175fd8b1d5682d520");
    assertThat(rows.status()).isEqualTo(201);
    assertThat(rows.text()).isEqualTo("[]");
    assertThat(rows.headers().get("Location")).endsWith(talk.lines.get(2).id.toString());
    assertThat(message.status()).isEqualTo(201);
    assertThat(message.json().get("content").asText()).isEqualTo("p");
    assertThat(message.headers().get("Location")).endsWith(message.json().get("id").asText());
    assertThat(promptStream.status()).isEqualTo(201);
    assertThat(promptStream.text()).contains(notice);
  }

  @Test
  void aPersonWhoHasTheConversationIsANoticeOnAChannel() {
    LiveLog.Talk talk = house.log.talk();
    talk.heldBy = LiveLog.agent("ann");
    house.outcome = house.log::ask;
    Parts parts = new Parts();
    var channel =
        house.client().channel(ChatClient.chat(house.bot.id()), Map.of(), parts::add).await();

    channel.ask(Map.of("q", "mine", "conversation_uid", talk.uid));

    Part.Notice notice = (Part.Notice) parts.next();
    assertThat(notice.envelope().get("code").intValue()).isZero();
    assertThat(notice.envelope().get("data").get("system_message").asText()).contains("ann");
    assertThat(notice.envelope().get("data").get("question").asText()).isEqualTo("mine");
  }

  @Test
  void aQuestionThatIsSentAgainIsNotCountedAgain() {
    reopen(House.configuration(2, 0, 20_000, 20_000));
    LiveLog.Talk talk = house.log.talk();
    String key = ",\"message_key\":\"k\"";
    String first = ask(talk, "mine", key).await().json().get("data").toString();

    for (int i = 0; i < 5; i++) {
      ChatClientReply again = ask(talk, "mine", key).await();
      assertThat(again.json().get("data").toString()).isEqualTo(first);
    }

    assertThat(ask(talk, "another", "").await().status()).isEqualTo(200);
    assertThat(ask(talk, "a third", "").await().status()).isEqualTo(429);
  }

  @Test
  void whereTheLimitsRefuseOnlyANewQuestionFails() {
    reopen(House.configuration(1, 0, 20_000, 20_000));
    LiveLog.Talk talk = house.log.talk();
    // Asked on another node.
    saidBefore(talk);
    assertThat(ask(talk, "uses the limit up", "").await().status()).isEqualTo(200);

    ChatClientReply old = ask(talk, "mine", ",\"message_key\":\"old\"").await();
    ChatClientReply fresh = ask(talk, "mine", ",\"message_key\":\"new\"").await();

    assertThat(old.json().get("data").get("answer").asText()).isEqualTo("Said before");
    assertThat(fresh.status()).isEqualTo(429);
    assertThat(fresh.json().get("msg").asText()).contains("1 questions a minute");
    assertThat(fresh.headers().contains("Retry-After")).isTrue();
    assertThat(fresh.headers().get("RateLimit-Limit")).isEqualTo("1");
  }

  @Test
  void aQuotaThatIsUsedUpRefusesOnlyNewQuestions() {
    reopen(House.configuration(0, 5, 20_000, 20_000));
    LiveLog.Talk talk = house.log.talk();
    house.turnsUsed = 5;
    saidBefore(talk);

    assertThat(ask(talk, "mine", ",\"message_key\":\"old\"").await().status()).isEqualTo(200);
    assertThat(ask(talk, "mine", ",\"message_key\":\"new\"").await().json().get("code").intValue())
        .isEqualTo(42901);
    assertThat(ask(talk, "mine", "").await().json().get("code").intValue()).isEqualTo(42901);
  }
}
