package repartee.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import repartee.contract.AppendMessage;
import repartee.contract.Author;
import repartee.contract.DelimitedStreamParser.Part;
import repartee.contract.MessageState;
import repartee.contract.Release;
import repartee.contract.Scope;
import repartee.contract.StreamTrailer;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientChannel;
import repartee.testkit.Poll;

/** Channels that follow a conversation. */
final class AttachTest {
  private static final String TEXT = "Grüße 😀 an alle";

  private final House house = new House();
  private final LiveLog.Talk talk = house.log.talk();
  private final String chat = ChatClient.chat(house.bot.id());
  private final String one = ChatClient.conversations(house.bot.id()) + "/" + talk.uid;
  private final Parts parts = new Parts();

  AttachTest() {
    house.outcome = house.log::ask;
  }

  @AfterEach
  void close() {
    house.close();
  }

  private ChatClientChannel open(String path, Parts into) {
    return house.client().channel(path, Map.of(), into::add).await();
  }

  private ChatClientChannel open() {
    return open(chat, parts);
  }

  private LiveLog.Line said(String text) {
    return house.log.say(talk, house.log.user(), text);
  }

  private LiveLog.Line answer(@Nullable List<String> script) {
    return house.log.answer(talk, "What?", script);
  }

  private StreamTrailer trailer(LiveLog.Line line, MessageState state, int length) {
    return new StreamTrailer(line.id, line.seq, line.epoch, state, length);
  }

  private void assertClosed(ChatClientChannel channel, int code) {
    try {
      assertThat(channel.closed().await(20, TimeUnit.SECONDS)).isEqualTo(code);
    } catch (TimeoutException open) {
      throw new AssertionError("the channel is still open", open);
    }
  }

  @Test
  void everyMessageIsToldInOrderWhoeverWroteIt() {
    LiveLog.Line question = said("What?");
    LiveLog.Line answer = answer(List.of("Grüße ", "😀", " an alle"));
    LiveLog.Line agent = house.log.say(talk, LiveLog.agent("ann"), "I am here");

    open().attach(talk.uid, 0);

    Parts.Told first = parts.told();
    assertThat(first.header().question()).isNull();
    assertThat(first.header().author().kind()).isEqualTo(Author.Kind.USER);
    assertThat(first.text()).isEqualTo("What?");
    assertThat(first.trailer()).isEqualTo(trailer(question, MessageState.COMPLETE, 5));
    Parts.Told second = parts.told();
    assertThat(second.header().question()).isEqualTo("What?");
    assertThat(second.text()).isEqualTo(TEXT);
    assertThat(second.trailer()).isEqualTo(trailer(answer, MessageState.COMPLETE, TEXT.length()));
    assertThat(parts.told().trailer()).isEqualTo(trailer(agent, MessageState.COMPLETE, 9));

    LiveLog.Line later = said("Later");
    assertThat(parts.told().trailer()).isEqualTo(trailer(later, MessageState.COMPLETE, 5));
  }

  @Test
  void aLongHistoryIsToldWithoutGaps() {
    for (int i = 1; i <= 50; i++) {
      said("message " + i);
    }

    open().attach(talk.uid, 10);

    for (int seq = 11; seq <= 50; seq++) {
      assertThat(parts.told().text()).isEqualTo("message " + seq);
    }
  }

  @Test
  void aRunningAnswerIsToldWhileItIsWritten() {
    LiveLog.Line line = answer(null);
    open().attach(talk.uid, 0);

    parts.header();
    house.log.write(line, "Half");
    assertThat(parts.next()).isEqualTo(new Part.Text("Half"));
    house.log.write(line, " an answer");
    assertThat(parts.next()).isEqualTo(new Part.Text(" an answer"));
    house.log.end(line, MessageState.COMPLETE);
    assertThat(parts.next()).isEqualTo(new Part.Trailer(trailer(line, MessageState.COMPLETE, 14)));
  }

  @Test
  void theFirstMessageGoesOnWhereTheClientHasIt() {
    LiveLog.Line finished = said(TEXT);
    LiveLog.Line running = answer(null);
    house.log.write(running, TEXT);

    for (int offset : List.of(1, 6, 8, TEXT.length())) {
      for (LiveLog.Line line : List.of(finished, running)) {
        Parts into = new Parts();
        ChatClientChannel channel = open(chat, into);
        channel.attach(talk.uid, line.seq - 1, offset, 1);
        if (line == running) {
          assertThat(into.text(TEXT.length() - offset)).isEqualTo(TEXT.substring(offset));
        } else {
          Parts.Told told = into.rest(house.log.entry(line).header());
          assertThat(told.text()).isEqualTo(TEXT.substring(offset));
          assertThat(told.trailer()).isEqualTo(trailer(line, MessageState.COMPLETE, TEXT.length()));
        }
        channel.close().await();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"after\":-1}",
        "{\"after\":1.0}",
        "{\"after\":\"1\"}",
        "{\"after\":99999999999}",
        "{\"after\":1e1}",
        "{\"after\":true}",
        "{\"after\":[]}",
        "{\"offset\":-1}",
        "{\"offset\":0.5}",
        "{\"offset\":\"0\"}",
        "{\"offset\":2147483648}",
        "{\"epoch\":0}",
        "{\"epoch\":\"1\"}"
      })
  void numbersThatAreNoneAreNamed(String wrong) {
    ChatClientChannel channel = open();
    String field = wrong.replaceAll("\\W*(\\w+).*", "$1");
    said("x");

    for (int i = 0; i < 4; i++) {
      channel
          .socket()
          .writeTextMessage(
              "{\"attach\":"
                  + wrong.replace("}", ",\"conversation_uid\":\"" + talk.uid + "\"}")
                  + "}");
      JsonNode envelope = parts.notice().envelope();
      assertThat(envelope.get("code").intValue()).isEqualTo(40001);
      assertThat(envelope.get("msg").asText()).contains("\"" + field + "\"");
    }

    // Well-formed JSON is not malformed, however wrong: the channel is there.
    channel.attach(talk.uid, 0);
    assertThat(parts.told().text()).isEqualTo("x");
  }

  @Test
  void placesThatAreNoneAreRefused() {
    said(TEXT);
    LiveLog.Line running = answer(null);
    house.log.write(running, TEXT);
    LiveLog.Line last = said("x");

    for (int[] place :
        new int[][] {{0, 7}, {0, TEXT.length() + 1}, {1, 7}, {1, TEXT.length() + 1}, {3, 1}}) {
      ChatClientChannel channel = open();
      channel.attach(talk.uid, place[0], place[1], 1);
      // The client that goes on reads it as text, as there is no header before it.
      assertThat(((Part.Text) parts.next()).text()).contains("\"code\":40001", "offset");
      channel.close().await();
    }
    assertThat(last.seq).isEqualTo(3);
  }

  @Test
  void aConversationThatIsNotThereIsANotice() {
    LiveLog.Talk deleted = house.log.talk();
    house.log.delete(deleted);
    String other = ChatClient.chat(house.chatbot(house.account, List.of(), List.of()).id());
    ChatClientChannel channel = open();

    channel.attach(UUID.randomUUID(), 0);
    parts.assertNotice(40402);
    channel.attach(deleted.uid, 0);
    parts.assertNotice(40402);
    channel.ask(Map.of("attach", Map.of("conversation_uid", "nope")));
    parts.assertNotice(40402);
    open(other, parts).attach(talk.uid, 0);
    parts.assertNotice(40402);
    channel.ask(Map.of("attach", Map.of("after", 1)));
    parts.assertNotice(40001);
    channel.ask(Map.of("attach", 7));
    parts.assertNotice(40001);
    assertThat(channel.closed().isComplete()).isFalse();
  }

  @Test
  void aConversationThatIsRemovedIsDetached() {
    LiveLog.Line line = answer(null);
    open().attach(talk.uid, 0);
    parts.header();

    house.log.write(line, "Half");
    assertThat(parts.text(4)).isEqualTo("Half");
    house.log.delete(talk);
    house.log.write(line, "x");

    Parts.Told told = parts.rest(house.log.entry(line).header());
    assertThat(told.trailer().state()).isEqualTo(MessageState.INTERRUPTED);
    parts.assertNotice(40402);
  }

  @Test
  void aLostEventCostsAMomentOnly() {
    ChatClientChannel channel = open();
    said("one");
    channel.attach(talk.uid, 0);
    assertThat(parts.told().text()).isEqualTo("one");
    house.log.quiet = true;

    said("two");
    assertThat(parts.told().text()).isEqualTo("two");
    house.log.delete(talk);
    parts.assertNotice(40402);
  }

  @Test
  void aSecondAttachmentTakesTheFirstOnesPlace() {
    LiveLog.Talk other = house.log.talk();
    house.log.say(other, house.log.user(), "elsewhere");
    LiveLog.Line line = answer(null);
    house.log.write(line, "Half");
    ChatClientChannel channel = open();
    channel.attach(talk.uid, 0);
    parts.header();
    assertThat(parts.text(4)).isEqualTo("Half");

    channel.attach(other.uid, 0);

    assertThat(parts.next()).isEqualTo(new Part.Trailer(trailer(line, MessageState.STREAMING, 4)));
    assertThat(parts.told().text()).isEqualTo("elsewhere");
    house.log.write(line, " an answer");
    house.log.say(other, house.log.user(), "more");
    assertThat(parts.told().text()).isEqualTo("more");
    channel.attach(talk.uid, 0, 4, 1);
    assertThat(parts.text(10)).isEqualTo(" an answer");
  }

  @Test
  void whoAttachesWithoutEndIsToldToGoSlower() {
    answer(null);
    ChatClientChannel channel = open();

    for (int i = 0; i < 10; i++) {
      channel.attach(talk.uid, 0);
    }

    boolean busy = false;
    while (!busy) {
      busy =
          parts.next() instanceof Part.Notice notice
              && notice.envelope().get("code").intValue() == 50300;
    }
  }

  @Test
  void allWhoAreAttachedAreToldTheSame() {
    Parts others = new Parts();
    open().attach(talk.uid, 0);
    open(one, others);
    said("What?");
    answer(List.of("Grüße ", "😀", " an alle"));
    house.log.say(talk, LiveLog.agent("ann"), "I am here");

    assertThat(parts.told(3)).isEqualTo(others.told(3));
  }

  @Test
  void aConversationsOwnUrlIsAttachedFromItsEndOn() {
    said("before");
    LiveLog.Line line = answer(null);
    house.log.write(line, "Half");
    house.log.say(talk, LiveLog.agent("ann"), "in between");
    Parts later = new Parts();

    open(one, parts);
    assertThat(parts.header()).isEqualTo(house.log.entry(line).header());
    assertThat(parts.text(4)).isEqualTo("Half");
    house.log.end(line, MessageState.COMPLETE);
    parts.rest(house.log.entry(line).header());
    assertThat(parts.told().text()).isEqualTo("in between");

    open(one, later);
    Poll.until(() -> house.log.reads(talk) >= 2);
    said("after");
    assertThat(parts.told().text()).isEqualTo("after");
    assertThat(later.told().text()).isEqualTo("after");
  }

  @Test
  void agentsFollowButDoNotAsk() {
    String agent = house.key(house.account, "paid", Scope.AGENT);
    ChatClientChannel channel = house.as(agent).channel(one, Map.of(), parts::add).await();

    channel.ask(Map.of("q", "a"));

    parts.assertNotice(40300);
    said("for all");
    assertThat(parts.told().text()).isEqualTo("for all");
    assertClosed(house.as(agent).channel(chat, Map.of(), parts::add).await(), 4403);
  }

  @Test
  void aPagesKeyFollowsAConversationByItsUidAlone() {
    said("before");
    String page = house.key(house.account, "paid", Scope.CHAT);

    String byName = ChatClient.conversations(house.bot.id()) + "/desk-1";
    assertClosed(house.as(page).channel(byName, Map.of(), refused -> {}).await(), 4403);
    house.as(page).channel(one, Map.of(), parts::add).await();
    Poll.until(() -> house.log.reads(talk) >= 1);
    said("after");

    assertThat(parts.told().text()).isEqualTo("after");
  }

  @Test
  void aQuestionOfTheAttachedConversationIsAnsweredOnce() {
    ChatClientChannel channel = open(one, parts);

    channel.ask(Map.of("q", "mine"));
    channel.ask(Map.of("prompt", "another"));

    assertThat(parts.told().text()).isEqualTo("mine");
    List<Parts.Told> told = parts.told(3);
    assertThat(told).extracting(Parts.Told::text).containsOnlyOnce("another");
    assertThat(told)
        .filteredOn(one -> one.header().question() != null)
        .extracting(one -> one.header().question())
        .containsExactly("mine", "another");
    said("end");
    assertThat(parts.told().text()).isEqualTo("end");
  }

  @Test
  void aQuestionThatWaitsWhenItsConversationIsAttachedIsAnsweredOnce() {
    LiveLog.Line running = answer(null);
    ChatClientChannel channel = open();
    channel.ask(Map.of("q", "mine", "conversation_uid", talk.uid));
    Poll.until(() -> !talk.waiting.isEmpty());

    channel.attach(talk.uid, 1);
    assertThat(parts.told().text()).isEqualTo("mine");
    house.log.end(running, MessageState.COMPLETE);

    assertThat(parts.told().header().question()).isEqualTo("mine");
    said("end");
    assertThat(parts.told().text()).isEqualTo("end");
  }

  @Test
  void anAnswerThatIsBeingToldGoesOnWhenWhatFollowsItIsAttached() {
    house.log.says = question -> null;
    ChatClientChannel channel = open();
    channel.ask(Map.of("q", "mine", "conversation_uid", talk.uid));
    var header = parts.header();
    LiveLog.Line line = talk.lines.getLast();

    channel.attach(talk.uid, line.seq);
    house.log.write(line, "Hello");
    house.log.end(line, MessageState.COMPLETE);

    assertThat(parts.rest(header).text()).isEqualTo("Hello");
    said("end");
    assertThat(parts.told().text()).isEqualTo("end");
  }

  @Test
  void whatGoesWrongWithAQuestionOfTheAttachedConversationIsANotice() {
    talk.heldBy = LiveLog.agent("ann");
    ChatClientChannel channel = open(one, parts);
    parts.assertNotice(0);
    house.outcome =
        ask -> {
          throw Problems.busy("Busy.");
        };

    channel.ask(Map.of("q", "mine"));
    parts.assertNotice(50300);
    house.outcome = house.log::ask;
    channel.ask(Map.of("q", "mine"));

    boolean message = false;
    boolean held = false;
    while (!message || !held) {
      switch (parts.next()) {
        case Part.Notice notice -> held |= notice.envelope().get("data").has("system_message");
        case Part.Text text -> message |= text.text().equals("mine");
        default -> {}
      }
    }
  }

  @Test
  void changesOfHandsAreNotices() {
    LiveLog.Line line = answer(null);
    house.log.write(line, "Half");
    open(one, parts);
    parts.header();
    assertThat(parts.text(4)).isEqualTo("Half");

    house.post(one + "/takeover", "{\"user_id\":\"client:ann\"}");

    assertThat(parts.next()).isEqualTo(new Part.Trailer(trailer(line, MessageState.STOPPED, 4)));
    JsonNode taken = parts.notice().envelope();
    assertThat(taken.get("code").intValue()).isZero();
    assertThat(taken.get("data").toString())
        .isEqualTo(
            "{\"conversation_uid\":\""
                + talk.uid
                + "\",\"status\":\"human\",\"held_by\":{\"id\":\"client:ann\",\"name\":\"ann\"}}");

    house.post(
        ChatClient.conversations(house.bot.id()),
        "{\"conversation_id\":\"" + talk.uid + "\",\"user_id\":\"client:ann\",\"prompt\":\"Hi\"}");
    assertThat(parts.told().header().author().name()).isEqualTo("ann");
    Release.ADDRESS
        .ask(house.vertx.eventBus(), new Release(house.bot.id(), talk.uid.toString()))
        .await();
    JsonNode given = parts.notice().envelope();
    assertThat(given.get("data").get("status").asText()).isEqualTo("bot");
    assertThat(given.get("data").get("held_by").isNull()).isTrue();
  }

  @Test
  void whoAttachesWhileAPersonHasItIsToldSo() {
    said("x");
    talk.heldBy = LiveLog.agent("ann");

    open().attach(talk.uid, 0);

    assertThat(parts.notice().envelope().get("data").get("status").asText()).isEqualTo("human");
    assertThat(parts.told().text()).isEqualTo("x");
  }

  @Test
  void anAnswerThatIsBegunAnewIsToldAnew() {
    LiveLog.Line line = answer(null);
    house.log.write(line, "Half an ans");
    open().attach(talk.uid, 0);
    parts.header();
    assertThat(parts.text(11)).isEqualTo("Half an ans");
    StreamTrailer before = trailer(line, MessageState.INTERRUPTED, 11);

    house.log.beginAnew(line, List.of("Another", " one"));

    assertThat(parts.next()).isEqualTo(new Part.Trailer(before));
    Parts.Told told = parts.told();
    assertThat(told.header().epoch()).isEqualTo(2);
    assertThat(told.text()).isEqualTo("Another one");
    assertThat(told.trailer()).isEqualTo(trailer(line, MessageState.COMPLETE, 11));
  }

  @Test
  void anAnswerThatWasBegunAnewMeanwhileIsToldFromItsHeader() {
    LiveLog.Line line = answer(null);
    house.log.beginAnew(line, List.of("Another", " one"));

    open().attach(talk.uid, 0, 3, 1);

    assertThat(parts.next())
        .isEqualTo(new Part.Trailer(new StreamTrailer(line.id, 1, 1, MessageState.INTERRUPTED, 3)));
    assertThat(parts.told().text()).isEqualTo("Another one");
  }

  @Test
  void whoHasMoreOfARunningAnswerThanThereIsIsToldFromItsHeader() {
    LiveLog.Line line = answer(List.of("Another", " one"));
    ChatClientChannel channel = open();
    // One that has read with an epoch is told that there is no such place; then it says none.
    channel.attach(talk.uid, 0, 900, 1);
    assertThat(((Part.Text) parts.next()).text()).contains("\"code\":40001");

    channel.ask(Map.of("attach", Map.of("conversation_uid", talk.uid, "after", 0, "offset", 900)));

    StreamTrailer closed = ((Part.Trailer) parts.next()).trailer();
    assertThat(closed.state()).isEqualTo(MessageState.INTERRUPTED);
    assertThat(closed.length()).isEqualTo(900);
    Parts.Told told = parts.told();
    assertThat(told.header().messageUid()).isEqualTo(line.id);
    assertThat(told.text()).isEqualTo("Another one");
  }

  @Test
  void aNodeThatIsAwayIsWaitedFor() {
    LiveLog.Line line = answer(null);
    house.log.write(line, "Half");
    open().attach(talk.uid, 0);
    parts.header();
    assertThat(parts.text(4)).isEqualTo("Half");
    int opened = house.log.opened;

    house.log.nodeAway = true;
    house.log.write(line, " an answer");
    Poll.until(() -> house.log.opened > opened + 1);
    house.log.nodeAway = false;

    assertThat(parts.text(10)).isEqualTo(" an answer");
  }

  @Test
  void aNodeThatIsAwayFromTheBeginningIsWaitedFor() {
    LiveLog.Line line = answer(null);
    house.log.write(line, "Half");
    house.log.nodeAway = true;
    open().attach(talk.uid, 0);
    Poll.until(() -> house.log.opened > 1);

    house.log.nodeAway = false;

    assertThat(parts.header().messageUid()).isEqualTo(line.id);
  }

  @Test
  void anAnswerThatFailsBeforeItsHeaderIsToldAsTheLogHasItAndWhatFollowsToo() {
    LiveLog.Line failing = answer(null);
    house.log.headless = true;
    open().attach(talk.uid, 0);
    Poll.until(() -> house.log.opened > 0);

    house.log.end(failing, MessageState.FAILED);
    LiveLog.Line later = said("Later");

    assertThat(parts.told().trailer()).isEqualTo(trailer(failing, MessageState.FAILED, 0));
    assertThat(parts.told().trailer()).isEqualTo(trailer(later, MessageState.COMPLETE, 5));
  }

  @Test
  void aStopActsPastAllThatWaits() {
    house.log.says = question -> null;
    ChatClientChannel channel = open();
    for (String question : List.of("one", "two", "three")) {
      channel.ask(Map.of("q", question));
    }
    var header = parts.header();

    channel.stop();

    assertThat(parts.rest(header).trailer().state()).isEqualTo(MessageState.STOPPED);
    var second = parts.header();
    channel.stop();
    assertThat(parts.rest(second).trailer().state()).isEqualTo(MessageState.STOPPED);
    assertThat(parts.header().question()).isEqualTo("three");
  }

  @Test
  void aStopOnAnAttachedChannelEndsTheConversationsAnswer() {
    LiveLog.Line line = answer(null);
    ChatClientChannel channel = open(one, parts);
    var header = parts.header();

    channel.stop();
    assertThat(parts.rest(header).trailer().state()).isEqualTo(MessageState.STOPPED);
    assertThat(line.state).isEqualTo(MessageState.STOPPED);

    // Nothing runs any more: nothing happens.
    channel.stop();
    channel.ask(Map.of("stop", "yes"));
    parts.assertNotice(40001);
  }

  @Test
  void nothingWaitsForWhoHasLeft() {
    AppendMessage.ADDRESS.ask(
        house.vertx.eventBus(),
        new AppendMessage(house.bot.id(), talk.uid.toString(), house.log.user(), "x", "en", null));
    ChatClientChannel channel = open();
    channel.attach(talk.uid, 0);
    parts.told();
    Poll.until(() -> house.log.lookedFor.contains(List.of(talk.uid)));

    channel.close().await();
    LiveLog.Talk other = house.log.talk();
    open().attach(other.uid, 0);

    // Once the other alone is looked for, the first one is forgotten.
    Poll.until(() -> house.log.lookedFor.contains(List.of(other.uid)));
  }

  @Test
  void whoAsksIsToldThatAPersonWritesAndThePersonIsToldWhoElseLooks() {
    String page = house.key(house.account, "paid", Scope.CHAT);
    house.as(page).channel(one, Map.of(), parts::add).await();
    Poll.until(() -> house.log.reads(talk) >= 1);

    assertThat(watch("m", "Maria", false)).isEqualTo("[Maria]");
    assertThat(watch("j", "Jo", true)).isEqualTo("[Maria, Jo]");
    assertThat(typing()).isEqualTo("{\"name\":\"Jo\"}");
    assertThat(watch("m", "Maria", true)).isEqualTo("[Maria, Jo]");
    assertThat(typing()).isEqualTo("{\"name\":\"Maria\"}");
    assertThat(watch("m", "Maria", false)).isEqualTo("[Maria, Jo]");
    assertThat(typing()).isEqualTo("{\"name\":\"Jo\"}");
    assertThat(watch("j", "Jo", false)).isEqualTo("[Maria, Jo]");
    assertThat(typing()).isEqualTo("null");
    assertThat(watch("j", "Jo", false)).isEqualTo("[Maria, Jo]");
    said("after");
    assertThat(parts.told().text()).isEqualTo("after");
  }

  @Test
  void whoComesWhileAPersonWritesHearsOfItToo() {
    watch("m", "Maria", true);
    List<Part> heard = new CopyOnWriteArrayList<>();
    house
        .as(house.key(house.account, "paid", Scope.CHAT))
        .channel(one, Map.of(), heard::add)
        .await();

    Poll.until(
        () -> {
          watch("m", "Maria", true);
          return !heard.isEmpty();
        });

    assertThat(heard.getFirst())
        .isInstanceOfSatisfying(
            Part.Notice.class,
            notice ->
                assertThat(notice.envelope().at("/data/typing/name").asText()).isEqualTo("Maria"));
  }

  @Test
  void whoWatchesWithAnOwnersKeyIsNotToldOfTheirOwnKeys() {
    open(one, parts);
    Poll.until(() -> house.log.reads(talk) >= 1);

    watch("m", "Maria", true);
    said("first");

    assertThat(parts.told().text()).isEqualTo("first");
  }

  private String watch(String id, String name, boolean typing) {
    return house
        .client()
        .post(one + "/watching", Map.of("id", id, "name", name, "typing", typing))
        .await()
        .json()
        .get("watching")
        .findValuesAsText("name")
        .toString();
  }

  private String typing() {
    return parts.notice().envelope().at("/data/typing").toString();
  }
}
