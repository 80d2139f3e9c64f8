package repartee.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import repartee.contract.AdoptAnswers;
import repartee.contract.Adopted;
import repartee.contract.Chatbot;
import repartee.contract.CloseTurn;
import repartee.contract.FindEntry;
import repartee.contract.LogEntry;
import repartee.contract.Message;
import repartee.contract.MessageState;
import repartee.contract.OpenTurn;
import repartee.contract.Problem;
import repartee.contract.SaveProgress;
import repartee.contract.Turn;
import repartee.testkit.PostgreSQL;

class AdoptionTest {
  private static final int LONG_MS = 600_000;

  private final String url = PostgreSQL.freshDatabase();
  private final House one = new House(url, "one");
  private final House two = new House(url, "two");
  private final House lost = new House(url, "lost");
  private final Chatbot chatbot = one.chatbot();

  @BeforeEach
  void theLivingHaveSaidSo() {
    for (House house : List.of(one, two)) {
      LogEntry probe = house.begun(house.question(chatbot, "probe " + house.node, "q"));
      lose(probe);
      House.until(() -> !adopt(house, LONG_MS, 9).turns().isEmpty());
    }
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
    lost.close();
  }

  @Test
  void answersOfALostNodeAreBegunAnewOnceUnderAHigherEpochWithAllThatIsNeededToWrite() {
    LogEntry before = lost.begun(lost.question(chatbot, "c", "q1"));
    lost.ask(CloseTurn.ADDRESS, House.closing(before, "a1"));
    LogEntry open = lost.begun(lost.question(chatbot, "c", "q2"));
    lost.ask(SaveProgress.ADDRESS, saving(open, "half"));
    House.within(lost.vertx.undeploy(lost.deployment));

    Turn turn = adopt(one, LONG_MS, 3).turns().getFirst();

    Message anew = House.answer(turn).message();
    assertThat(turn.outcome()).isEqualTo(Turn.Outcome.BEGUN);
    assertThat(turn.question().message().content()).isEqualTo("q2");
    assertThat(House.answer(turn).question()).isEqualTo("q2");
    assertThat(House.answer(turn).node()).isEqualTo("one");
    assertThat(turn.history()).extracting(Turn.Earlier::content).containsExactly("q1", "a1");
    assertThat(anew.id()).isEqualTo(open.message().id());
    assertThat(anew.epoch()).isEqualTo(2);
    assertThat(anew.content()).isEmpty();
    assertThat(one.refusal(CloseTurn.ADDRESS, House.closing(open, "late")))
        .isEqualTo(Problem.Kind.OTHER_EPOCH);
    assertThat(one.ask(SaveProgress.ADDRESS, saving(open, "late")).lost()).isNotEmpty();
    one.ask(CloseTurn.ADDRESS, House.closing(House.answer(turn), "whole"));
    assertThat(found(open).content()).isEqualTo("whole");
  }

  @Test
  void whoAdoptsAtTheSameTimeGetsEachAnswerOnce() {
    List<UUID> open =
        IntStream.range(0, 60)
            .mapToObj(i -> lost.begun(lost.question(chatbot, "c" + i, "q")).message().id())
            .toList();
    House.within(lost.vertx.undeploy(lost.deployment));

    List<UUID> adopted = new ArrayList<>();
    while (adopted.size() < open.size()) {
      var both =
          List.of(
              one.send(AdoptAnswers.ADDRESS, asked(one, LONG_MS, 9)),
              two.send(AdoptAnswers.ADDRESS, asked(two, LONG_MS, 9)));
      House.within(Future.all(both));
      both.forEach(
          one ->
              one.result().turns().forEach(turn -> adopted.add(House.answer(turn).message().id())));
    }

    assertThat(adopted).containsExactlyInAnyOrderElementsOf(open);
    assertThat(adopt(one, LONG_MS, 9).turns()).isEmpty();
  }

  @Test
  void whatIsTooOldOrWasBegunAnewTooOftenIsInterruptedAsItWasSaved() {
    LogEntry old = one.begun(one.question(chatbot, "old", "q"));
    LogEntry often = one.begun(one.question(chatbot, "often", "q1"));
    one.ask(OpenTurn.ADDRESS, one.question(chatbot, "often", "q2"));
    one.ask(SaveProgress.ADDRESS, saving(old, "saved"));
    lose(old);
    assertThat(adopt(one, 0, 9).turns()).isEmpty();
    lose(often);
    LogEntry anew = House.answer(adopt(one, LONG_MS, 1).turns().getFirst());
    one.ask(SaveProgress.ADDRESS, saving(anew, "twice"));
    lose(often);

    Adopted none = adopt(one, LONG_MS, 1);

    assertThat(none.turns()).isEmpty();
    assertThat(none.idle())
        .containsExactly(new Adopted.Idle(chatbot.id(), often.message().conversationUid()));
    assertThat(found(old).state()).isEqualTo(MessageState.INTERRUPTED);
    assertThat(found(old).content()).isEqualTo("saved");
    assertThat(found(old).epoch()).isEqualTo(2);
    assertThat(found(often).state()).isEqualTo(MessageState.INTERRUPTED);
    assertThat(found(often).content()).isEqualTo("twice");
    assertThat(found(often).epoch()).isEqualTo(3);
    assertThat(entry(old).begunAnew()).as("readers may have more of it").isTrue();
    assertThat(one.begun(one.question(chatbot, "old", "next")).message().epoch()).isEqualTo(2);
  }

  @Test
  void aConversationInWhichNobodyBeginsTheNextTurnIsIdle() {
    LogEntry answer = one.begun(one.question(chatbot, "c", "q1"));
    one.ask(OpenTurn.ADDRESS, one.question(chatbot, "c", "q2"));
    one.ask(CloseTurn.ADDRESS, House.closing(answer, "a1"));

    var idle = new Adopted.Idle(chatbot.id(), answer.message().conversationUid());

    House.until(() -> adopt(two, LONG_MS, 9).idle().contains(idle));
  }

  @Test
  void anAnswerOfWhichNobodyKnowsWhetherItWasBegunIsAdopted() {
    LogEntry answer = one.begun(one.question(chatbot, "c", "q"));
    Database database = new Database(one.vertx, House.configuration(url, LONG_MS), "test");
    Doubts doubts = new Doubts(database, LONG_MS);

    doubts.add(new TimeoutException(), answer.message().id(), "one");
    House.within(doubts.settle());

    assertThat(adopt(two, LONG_MS, 9).turns())
        .extracting(turn -> House.answer(turn).message().id())
        .containsExactly(answer.message().id());
    House.within(database.close());
  }

  @Test
  void anAnswerInDoubtIsGivenUpOnceAndNotAgainBelowItsNextWriter() {
    LogEntry answer = one.begun(one.question(chatbot, "c", "q"));
    Database database = new Database(one.vertx, House.configuration(url, LONG_MS), "test");
    Doubts doubts = new Doubts(database, LONG_MS);
    doubts.add(new TimeoutException(), answer.message().id(), "one");

    House.within(doubts.settle());
    LogEntry anew = House.answer(adopt(one, LONG_MS, 9).turns().getFirst());
    House.within(doubts.settle());

    assertThat(adopt(two, LONG_MS, 9).turns()).isEmpty();
    assertThat(found(answer).epoch()).isEqualTo(anew.message().epoch());
    House.within(database.close());
  }

  @Test
  void anAnswerThatWasBegunTooLateForItsAskerIsAdopted() {
    Turn early = one.ask(OpenTurn.ADDRESS, one.question(chatbot, "early", "q"));
    Turn late = one.ask(OpenTurn.ADDRESS, one.question(chatbot, "late", "q"));
    Database database = new Database(one.vertx, House.configuration(url, LONG_MS), "test");
    Doubts doubts = new Doubts(database, LONG_MS);

    doubts.addIfLate(System.nanoTime(), early);
    doubts.addIfLate(System.nanoTime() - OpenTurn.ADDRESS.replyWithin().toNanos(), late);
    House.within(doubts.settle());

    assertThat(adopt(two, LONG_MS, 9).turns())
        .extracting(turn -> House.answer(turn).message().id())
        .containsExactly(House.answer(late).message().id());
    House.within(database.close());
  }

  @Test
  void whatIsAdoptedAtTheSecondTryIsNotInDoubtForTheFirst() {
    LogEntry answer = one.begun(one.question(chatbot, "c", "q"));
    lose(answer);
    StorageConfiguration configuration = House.configuration(url, LONG_MS);
    Database database = new Database(one.vertx, configuration, "test");
    Doubts doubts = new Doubts(database, LONG_MS);
    Adoption adoption =
        new Adoption(database, one.vertx.eventBus(), doubts, () -> true, configuration);
    doubts.add(new TimeoutException(), answer.message().id(), "one");

    Adopted adopted = House.within(adoption.adopt(asked(one, LONG_MS, 9)));
    House.within(doubts.settle());

    assertThat(adopted.turns()).hasSize(1);
    assertThat(adopt(two, LONG_MS, 9).turns()).isEmpty();
    House.within(database.close());
  }

  private void lose(LogEntry answer) {
    Database database = new Database(one.vertx, House.configuration(url, LONG_MS), "test");
    House.within(
        database.write(
            "UPDATE message SET node = NULL WHERE id = $1", Tuple.of(answer.message().id())));
    House.within(database.close());
  }

  private static Adopted adopt(House house, int withinMs, int begunAnewMax) {
    return house.ask(AdoptAnswers.ADDRESS, asked(house, withinMs, begunAnewMax));
  }

  private static AdoptAnswers asked(House house, int withinMs, int begunAnewMax) {
    return new AdoptAnswers(house.node, 7, withinMs, begunAnewMax);
  }

  private static SaveProgress saving(LogEntry answer, String text) {
    return new SaveProgress(List.of(new SaveProgress.Progress(answer.ref(), text, List.of())));
  }

  private Message found(LogEntry answer) {
    return entry(answer).message();
  }

  private LogEntry entry(LogEntry answer) {
    String uid = answer.message().conversationUid().toString();
    return one.ask(FindEntry.ADDRESS, new FindEntry(chatbot.id(), uid, answer.message().id()));
  }
}
