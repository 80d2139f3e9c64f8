package repartee.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import repartee.contract.AppendMessage;
import repartee.contract.BeginTurn;
import repartee.contract.Chatbot;
import repartee.contract.CloseTurn;
import repartee.contract.Closed;
import repartee.contract.FindConversation;
import repartee.contract.FindRevisions;
import repartee.contract.FindTurn;
import repartee.contract.FindUsage;
import repartee.contract.LogEntry;
import repartee.contract.LogGrew;
import repartee.contract.Message;
import repartee.contract.OpenTurn;
import repartee.contract.Problem;
import repartee.contract.ReadLog;
import repartee.contract.ReadTurn;
import repartee.contract.Turn;
import repartee.contract.TurnOrder;
import repartee.testkit.PostgreSQL;

class WaitingTest {
  private static House house;

  @BeforeAll
  static void open() {
    house = new House(PostgreSQL.freshDatabase(), "one");
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void whatIsAskedWhileTheBotAnswersWaitsAndIsAnsweredInItsTurnKnowingWhatWasAnsweredBefore() {
    Chatbot chatbot = house.chatbot();
    LogEntry first = house.begun(house.question(chatbot, "c", "q1"));
    UUID uid = first.message().conversationUid();
    Turn second = house.ask(OpenTurn.ADDRESS, house.question(chatbot, "c", "q2"));
    Turn third = house.ask(OpenTurn.ADDRESS, house.question(chatbot, "c", "q3"));

    assertThat(List.of(second, third)).extracting(Turn::outcome).containsOnly(Turn.Outcome.WAITS);
    assertThat(turn(chatbot, second).outcome()).isEqualTo(Turn.Outcome.WAITS);
    assertThat(next(chatbot, uid, TurnOrder.QUEUE)).isEmpty();
    assertThat(end(first, "a1").moreWait()).isTrue();
    assertThat(house.ask(OpenTurn.ADDRESS, house.question(chatbot, "c", "q4")).outcome())
        .isEqualTo(Turn.Outcome.WAITS);

    Turn answered2 = next(chatbot, uid, TurnOrder.QUEUE).getFirst();
    end(House.answer(answered2), "a2");
    Turn answered3 = next(chatbot, uid, TurnOrder.QUEUE).getFirst();
    end(House.answer(answered3), "a3");
    Turn answered4 = next(chatbot, uid, TurnOrder.QUEUE).getFirst();

    assertThat(answered2.outcome()).isEqualTo(Turn.Outcome.BEGUN);
    assertThat(answered2.question()).isEqualTo(second.question());
    assertThat(texts(answered2)).containsExactly("q1", "a1");
    assertThat(answered3.question()).isEqualTo(third.question());
    assertThat(texts(answered3)).containsExactly("q1", "a1", "q2", "a2");
    assertThat(texts(answered4)).containsExactly("q1", "a1", "q2", "q3", "a2", "a3");
    assertThat(end(House.answer(answered4), "a4").moreWait()).isFalse();
    assertThat(house.numbers(chatbot, "c")).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(turn(chatbot, third).outcome()).isEqualTo(Turn.Outcome.ANSWERED);
    assertThat(House.answer(turn(chatbot, third)).message().content()).isEqualTo("a3");
    assertThat(next(chatbot, uid, TurnOrder.QUEUE)).isEmpty();
    for (Turn begun : List.of(answered2, answered3, answered4)) {
      // What waited then has had its answer by now, and still is no part of what was known then.
      UUID answer = House.answer(begun).message().id();
      assertThat(house.ask(ReadTurn.ADDRESS, new ReadTurn(chatbot.id(), "c", answer)).history())
          .isEqualTo(begun.history());
    }
  }

  @Test
  void whatWaitsTogetherIsAnsweredTogetherByOneAnswer() {
    Chatbot chatbot = house.chatbot();
    LogEntry first = house.begun(house.question(chatbot, "c", "q1"));
    UUID uid = first.message().conversationUid();
    Turn second = house.ask(OpenTurn.ADDRESS, house.question(chatbot, "c", "q2"));
    house.ask(AppendMessage.ADDRESS, House.said(chatbot, "c", "by the way"));
    Turn third = house.ask(OpenTurn.ADDRESS, house.question(chatbot, "c", "q3"));
    end(first, "a1");

    Turn together = next(chatbot, uid, TurnOrder.COALESCE).getFirst();

    LogEntry answer = House.answer(together);
    assertThat(answer.question()).isEqualTo("q2\nq3");
    assertThat(answer.message().inReplyTo()).isEqualTo(third.question().message().id());
    assertThat(together.question()).isEqualTo(third.question());
    assertThat(texts(together)).containsExactly("q1", "a1", "by the way");
    assertThat(end(answer, "a2").moreWait()).isFalse();
    assertThat(House.answer(turn(chatbot, second))).isEqualTo(House.answer(turn(chatbot, third)));
    assertThat(entries(chatbot, "c"))
        .filteredOn(entry -> entry.question() != null)
        .extracting(LogEntry::question)
        .containsExactly("q1", "q2\nq3");
  }

  @Test
  void tooManyThatWaitAreRefusedWithoutANumberButWhatWaitsIsFoundAgain() {
    Chatbot chatbot = house.chatbot();
    OpenTurn first = bounded(house.question(chatbot, null, "c", "q1", "k1"), 1);
    OpenTurn second = bounded(house.question(chatbot, null, "c", "q2", "k2"), 1);
    house.ask(OpenTurn.ADDRESS, first);
    Turn waits = house.ask(OpenTurn.ADDRESS, second);

    Problem.Kind refused =
        house.refusal(OpenTurn.ADDRESS, bounded(house.question(chatbot, "c", "q3"), 1));

    assertThat(refused).isEqualTo(Problem.Kind.BUSY);
    assertThat(house.ask(OpenTurn.ADDRESS, second)).isEqualTo(waits);
    assertThat(house.ask(OpenTurn.ADDRESS, first).outcome()).isEqualTo(Turn.Outcome.ANSWERED);
    assertThat(house.numbers(chatbot, "c")).containsExactly(1, 2, 3);
  }

  @Test
  void whatTheLimitsDoNotAdmitIsOnlyFoundAgain() {
    Chatbot chatbot = house.chatbot();
    OpenTurn keyed = house.question(chatbot, null, "c", "q", "k");
    Turn begun = house.ask(OpenTurn.ADDRESS, keyed);

    Turn again = house.ask(OpenTurn.ADDRESS, refused(keyed));

    assertThat(again.outcome()).isEqualTo(Turn.Outcome.ANSWERED);
    assertThat(again.answer()).isEqualTo(begun.answer());
    OpenTurn other = refused(house.question(chatbot, null, "d", "q", "k2"));
    assertThat(house.refusal(OpenTurn.ADDRESS, other)).isEqualTo(Problem.Kind.TOO_FAST);
    assertThat(house.refusal(ReadLog.ADDRESS, new ReadLog(chatbot.id(), "d", 0, 1)))
        .isEqualTo(Problem.Kind.UNKNOWN_CONVERSATION);
  }

  @Test
  void questionsThatWaitCountToo() {
    Chatbot chatbot = house.chatbot();

    IntStream.range(0, 3)
        .forEach(i -> house.ask(OpenTurn.ADDRESS, house.question(chatbot, "c", "q" + i)));

    assertThat(house.ask(FindUsage.ADDRESS, new FindUsage(chatbot.accountId())).turns())
        .isEqualTo(3);
  }

  @Test
  void allThatWasSaidSinceTheLastAnswerComesAlongWhateverTheMemory() {
    Chatbot chatbot = house.chatbot();
    end(house.begun(house.question(chatbot, "c", "q1")), "a1");
    IntStream.range(0, 60)
        .forEach(i -> house.ask(AppendMessage.ADDRESS, House.said(chatbot, "c", "word " + i)));

    Turn turn = house.ask(OpenTurn.ADDRESS, house.question(chatbot, "c", "q2"));

    assertThat(texts(turn)).hasSize(50).startsWith("word 10").endsWith("word 59");
  }

  @Test
  void eachChangeRaisesTheRevisionAndIsTold() {
    var told = house.watch(LogGrew.EVENT);
    Chatbot chatbot = house.chatbot();
    LogEntry first = house.begun(house.question(chatbot, "c", "q1"));
    UUID uid = first.message().conversationUid();
    UUID nowhere = UUID.randomUUID();

    house.ask(AppendMessage.ADDRESS, House.said(chatbot, "c", "hello"));
    Turn waits = house.ask(OpenTurn.ADDRESS, house.question(chatbot, "c", "q2"));
    end(first, "a1");
    Turn begun = next(chatbot, uid, TurnOrder.QUEUE).getFirst();

    assertThat(waits.revision()).isEqualTo(3);
    assertThat(begun.revision()).isEqualTo(5);
    List<LogGrew> mine =
        IntStream.rangeClosed(1, 5).mapToObj(revision -> new LogGrew(uid, revision)).toList();
    House.until(() -> told.containsAll(mine));
    assertThat(house.ask(FindRevisions.ADDRESS, new FindRevisions(List.of(uid, nowhere))))
        .satisfies(
            found ->
                assertThat(found.revisions())
                    .containsExactlyInAnyOrder(
                        new LogGrew(uid, 5), new LogGrew(nowhere, LogGrew.GONE)));
    assertThat(
            house.ask(FindConversation.ADDRESS, new FindConversation(chatbot.id(), "c")).revision())
        .isEqualTo(5);
  }

  private static List<Turn> next(Chatbot chatbot, UUID uid, TurnOrder order) {
    Turn turn = house.ask(BeginTurn.ADDRESS, house.next(chatbot, uid, order)).turn();
    return turn == null ? List.of() : List.of(turn);
  }

  private static Closed end(LogEntry answer, String text) {
    return house.ask(CloseTurn.ADDRESS, House.closing(answer, text));
  }

  private static Turn turn(Chatbot chatbot, Turn turn) {
    Message question = turn.question().message();
    return house.ask(
        FindTurn.ADDRESS, new FindTurn(chatbot.id(), question.conversationUid(), question.id()));
  }

  private static List<String> texts(Turn turn) {
    return turn.history().stream().map(Turn.Earlier::content).toList();
  }

  private static List<LogEntry> entries(Chatbot chatbot, String conversation) {
    return house.ask(ReadLog.ADDRESS, new ReadLog(chatbot.id(), conversation, 0, 100)).entries();
  }

  private static OpenTurn bounded(OpenTurn asked, int waitingMax) {
    return with(asked, asked.admitted(), waitingMax);
  }

  private static OpenTurn refused(OpenTurn asked) {
    return with(asked, false, asked.waitingMax());
  }

  private static OpenTurn with(OpenTurn asked, boolean admitted, int waitingMax) {
    return new OpenTurn(
        asked.chatbotId(),
        asked.accountId(),
        asked.conversationUid(),
        asked.conversationId(),
        asked.userId(),
        asked.question(),
        asked.language(),
        asked.messageKey(),
        admitted,
        asked.bot(),
        asked.isQaMode(),
        asked.memorySize(),
        waitingMax,
        asked.node(),
        asked.visitor());
  }
}
