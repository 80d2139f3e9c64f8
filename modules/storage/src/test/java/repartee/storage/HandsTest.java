package repartee.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import repartee.contract.AnswerRef;
import repartee.contract.AppendMessage;
import repartee.contract.Author;
import repartee.contract.Chatbot;
import repartee.contract.CloseTurn;
import repartee.contract.Conversation;
import repartee.contract.ConversationStatus;
import repartee.contract.DeleteAccount;
import repartee.contract.FindEntry;
import repartee.contract.FindRevisions;
import repartee.contract.FindRunning;
import repartee.contract.FindTurn;
import repartee.contract.FindUsage;
import repartee.contract.GiveFeedback;
import repartee.contract.LogEntry;
import repartee.contract.LogGrew;
import repartee.contract.Message;
import repartee.contract.MessageState;
import repartee.contract.OpenTurn;
import repartee.contract.Problem;
import repartee.contract.Release;
import repartee.contract.Running;
import repartee.contract.SaveProgress;
import repartee.contract.TakeOver;
import repartee.contract.Turn;
import repartee.testkit.PostgreSQL;

class HandsTest {
  private static final Author GRACE = new Author(Author.Kind.AGENT, "client:grace", "grace");
  private static final Author LIN = new Author(Author.Kind.AGENT, "client:lin", "lin");

  private static House house;
  private static House other;

  @BeforeAll
  static void open() {
    String url = PostgreSQL.freshDatabase();
    house = new House(url, "one");
    other = new House(url, "two");
  }

  @AfterAll
  static void close() {
    house.close();
    other.close();
  }

  @Test
  void aTakeoverEndsTheAnswerWhereReadersHaveItAndWhatComesLateIsRefused() {
    Chatbot chatbot = house.chatbot();
    LogEntry answer = house.begun(house.question(chatbot, "c", "q1"));
    Turn waits = house.ask(OpenTurn.ADDRESS, house.question(chatbot, "c", "q2"));
    Running running = house.ask(FindRunning.ADDRESS, new FindRunning(chatbot.id(), "c"));
    assertThat(running)
        .isEqualTo(new Running(answer.message().conversationUid(), answer.ref(), "one"));

    Conversation taken = house.ask(TakeOver.ADDRESS, take(chatbot, GRACE, answer.ref(), "sho"));

    assertThat(taken.status()).isEqualTo(ConversationStatus.HUMAN);
    assertThat(taken.heldBy()).isEqualTo(GRACE);
    Message ended = entry(chatbot, answer).message();
    assertThat(ended.content()).isEqualTo("sho");
    assertThat(ended.state()).isEqualTo(MessageState.STOPPED);
    assertThat(ended.epoch()).isEqualTo(1);
    assertThat(house.refusal(CloseTurn.ADDRESS, House.closing(answer, "late")))
        .isEqualTo(Problem.Kind.OTHER_EPOCH);
    assertThat(house.ask(SaveProgress.ADDRESS, saving(answer, "late")).lost())
        .containsExactly(answer.message().id());
    assertThat(entry(chatbot, answer).message()).isEqualTo(ended);
    Turn held = turn(chatbot, waits);
    assertThat(held.outcome()).isEqualTo(Turn.Outcome.HELD);
    assertThat(held.heldBy()).isEqualTo(GRACE);
    assertThat(house.ask(FindRunning.ADDRESS, new FindRunning(chatbot.id(), "c")).answer())
        .isNull();
  }

  @Test
  void whileAPersonHasItQuestionsAreOnlyStoredAndTheBotKnowsAllOnceItIsGivenBack() {
    Chatbot chatbot = house.chatbot();
    end(house.begun(house.question(chatbot, "c", "q1")), "a1");
    house.ask(TakeOver.ADDRESS, take(chatbot, GRACE, null, null));
    Turn held = house.ask(OpenTurn.ADDRESS, house.question(chatbot, "c", "q2"));
    house.ask(AppendMessage.ADDRESS, House.said(chatbot, "c", "I am here"));

    Conversation released = house.ask(Release.ADDRESS, new Release(chatbot.id(), "c"));
    Turn next = house.ask(OpenTurn.ADDRESS, house.question(chatbot, "c", "q3"));

    assertThat(held.outcome()).isEqualTo(Turn.Outcome.HELD);
    assertThat(held.heldBy()).isEqualTo(GRACE);
    assertThat(held.answer()).isNull();
    assertThat(released.status()).isEqualTo(ConversationStatus.BOT);
    assertThat(released.heldBy()).isNull();
    assertThat(next.outcome()).isEqualTo(Turn.Outcome.BEGUN);
    assertThat(House.answer(next).message().epoch()).isEqualTo(2);
    assertThat(next.history())
        .extracting(Turn.Earlier::content)
        .containsExactly("q1", "a1", "q2", "I am here");
    assertThat(next.history().getLast().author()).isEqualTo(GRACE);
    Turn still = turn(chatbot, held);
    assertThat(still.outcome()).isEqualTo(Turn.Outcome.HELD);
    assertThat(still.heldBy()).isNull();
    assertThat(house.ask(FindUsage.ADDRESS, new FindUsage(chatbot.accountId())).turns())
        .isEqualTo(2);
  }

  @Test
  void whoTakesTwiceOrGivesBackWhatIsFreeChangesNothing() {
    Chatbot chatbot = house.chatbot();
    end(house.begun(house.question(chatbot, "c", "q1")), "a1");
    Conversation taken = house.ask(TakeOver.ADDRESS, take(chatbot, GRACE, null, null));

    assertThat(house.ask(TakeOver.ADDRESS, take(chatbot, GRACE, null, null))).isEqualTo(taken);
    assertThat(house.refusal(TakeOver.ADDRESS, take(chatbot, LIN, null, null)))
        .isEqualTo(Problem.Kind.HELD_BY_OTHER);
    Conversation released = house.ask(Release.ADDRESS, new Release(chatbot.id(), "c"));
    assertThat(house.ask(Release.ADDRESS, new Release(chatbot.id(), "c"))).isEqualTo(released);
    assertThat(house.refusal(Release.ADDRESS, new Release(chatbot.id(), "nowhere")))
        .isEqualTo(Problem.Kind.UNKNOWN_CONVERSATION);
    TakeOver nowhere = new TakeOver(chatbot.id(), "nowhere", GRACE, null);
    assertThat(house.refusal(TakeOver.ADDRESS, nowhere))
        .isEqualTo(Problem.Kind.UNKNOWN_CONVERSATION);
    TakeOver foreign = new TakeOver(house.chatbot().id(), released.uid().toString(), GRACE, null);
    assertThat(house.refusal(TakeOver.ADDRESS, foreign))
        .isEqualTo(Problem.Kind.UNKNOWN_CONVERSATION);
  }

  @Test
  void ofPeopleWhoTakeOverAtOnceOneWins() {
    Chatbot chatbot = house.chatbot();
    LogEntry answer = house.begun(house.question(chatbot, "c", "q"));

    List<Future<Conversation>> takers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Author person = new Author(Author.Kind.AGENT, "client:" + i, "p" + i);
      House at = i % 2 == 0 ? house : other;
      takers.add(at.send(TakeOver.ADDRESS, take(chatbot, person, answer.ref(), "by " + i)));
    }
    House.within(Future.join(takers).otherwiseEmpty());

    assertThat(takers).filteredOn(Future::succeeded).hasSize(1);
    assertThat(takers)
        .filteredOn(Future::failed)
        .allSatisfy(
            lost ->
                assertThat(Problem.of(lost.cause()).kind()).isEqualTo(Problem.Kind.HELD_BY_OTHER));
    int winner = takers.indexOf(takers.stream().filter(Future::succeeded).findAny().orElseThrow());
    assertThat(entry(chatbot, answer).message().content()).isEqualTo("by " + winner);
  }

  @Test
  void whoNamesAnotherAnswerThanTheOneThatRunsLooksAgain() {
    Chatbot chatbot = house.chatbot();
    LogEntry first = house.begun(house.question(chatbot, "c", "q1"));
    end(first, "a1");
    LogEntry second = house.begun(house.question(chatbot, "c", "q2"));
    house.ask(SaveProgress.ADDRESS, saving(second, "half"));

    assertThat(house.refusal(TakeOver.ADDRESS, take(chatbot, GRACE, first.ref(), "x")))
        .isEqualTo(Problem.Kind.OTHER_EPOCH);
    assertThat(house.refusal(TakeOver.ADDRESS, take(chatbot, GRACE, null, null)))
        .isEqualTo(Problem.Kind.OTHER_EPOCH);
    house.ask(TakeOver.ADDRESS, take(chatbot, GRACE, second.ref(), null));
    assertThat(entry(chatbot, first).message().content()).isEqualTo("a1");
    assertThat(entry(chatbot, second).message().content()).isEqualTo("half");
  }

  @Test
  void anAnswerThatEndsAsItWasSavedIsAnotherThanTheOneThatReadersHave() {
    Chatbot chatbot = house.chatbot();
    LogEntry answer = house.begun(house.question(chatbot, "c", "q1"));
    house.ask(SaveProgress.ADDRESS, saving(answer, "half"));

    house.ask(TakeOver.ADDRESS, take(chatbot, GRACE, answer.ref(), null));

    LogEntry ended = entry(chatbot, answer);
    assertThat(ended.message().content()).isEqualTo("half");
    assertThat(ended.message().epoch()).isEqualTo(2);
    assertThat(ended.begunAnew()).isTrue();
    house.ask(Release.ADDRESS, new Release(chatbot.id(), "c"));
    assertThat(house.begun(house.question(chatbot, "c", "q2")).message().epoch()).isEqualTo(2);
  }

  @Test
  void progressIsKeptWithItsSourcesForAllAnswersThatStillRun() {
    Chatbot chatbot = house.chatbot();
    LogEntry one = house.begun(house.question(chatbot, "one", "q"));
    LogEntry two = house.begun(house.question(chatbot, "two", "q"));
    LogEntry over = house.begun(house.question(chatbot, "over", "q"));
    end(over, "whole");

    List<SaveProgress.Progress> progress =
        List.of(progress(one, "o"), progress(over, "wh"), progress(two, "tw"));
    List<UUID> lost = house.ask(SaveProgress.ADDRESS, new SaveProgress(progress)).lost();
    Message saved = entry(chatbot, one).message();
    house.ask(SaveProgress.ADDRESS, new SaveProgress(progress));

    assertThat(lost).containsExactly(over.message().id());
    assertThat(saved.content()).isEqualTo("o");
    assertThat(saved.state()).isEqualTo(MessageState.STREAMING);
    assertThat(entry(chatbot, one).message())
        .as("what is the same is not written")
        .isEqualTo(saved);
    assertThat(entry(chatbot, two).message().content()).isEqualTo("tw");
    assertThat(entry(chatbot, over).message().content()).isEqualTo("whole");
  }

  @Test
  void whatPeopleThinkOfAnAnswerIsKeptAndTheLastWordCounts() {
    Chatbot chatbot = house.chatbot();
    Turn turn = house.ask(OpenTurn.ADDRESS, house.question(chatbot, "c", "q"));
    LogEntry answer = House.answer(turn);
    end(answer, "a");

    house.ask(GiveFeedback.ADDRESS, feedback(chatbot, answer, 1, null));
    Message rated = house.ask(GiveFeedback.ADDRESS, feedback(chatbot, answer, -1, "wrong"));

    assertThat(rated.feedback()).isEqualTo(new Message.Feedback(-1, "wrong"));
    assertThat(entry(chatbot, answer).message()).isEqualTo(rated);
    assertThat(house.refusal(GiveFeedback.ADDRESS, feedback(chatbot, turn.question(), 1, null)))
        .isEqualTo(Problem.Kind.UNKNOWN_CONVERSATION);
  }

  @Test
  void anAccountGoesWithWhatRunsWaitsAndIsHeldInIt() {
    Chatbot chatbot = house.chatbot();
    LogEntry answer = house.begun(house.question(chatbot, "c", "q1"));
    house.ask(OpenTurn.ADDRESS, house.question(chatbot, "c", "q2"));
    house.ask(AppendMessage.ADDRESS, House.said(chatbot, "d", "hello"));
    house.ask(TakeOver.ADDRESS, new TakeOver(chatbot.id(), "d", GRACE, null));

    house.ask(DeleteAccount.ADDRESS, new DeleteAccount(chatbot.accountId()));

    UUID uid = answer.message().conversationUid();
    assertThat(house.ask(FindRevisions.ADDRESS, new FindRevisions(List.of(uid))).revisions())
        .containsExactly(new LogGrew(uid, LogGrew.GONE));
    assertThat(house.ask(SaveProgress.ADDRESS, saving(answer, "late")).lost())
        .containsExactly(answer.message().id());
    assertThat(house.refusal(CloseTurn.ADDRESS, House.closing(answer, "late")))
        .isEqualTo(Problem.Kind.OTHER_EPOCH);
  }

  private static TakeOver take(
      Chatbot chatbot, Author by, @Nullable AnswerRef running, @Nullable String content) {
    return new TakeOver(
        chatbot.id(),
        "c",
        by,
        running == null ? null : new TakeOver.AnswerEnd(running, content, List.of()));
  }

  private static SaveProgress saving(LogEntry answer, String text) {
    return new SaveProgress(List.of(progress(answer, text)));
  }

  private static SaveProgress.Progress progress(LogEntry answer, String text) {
    return new SaveProgress.Progress(answer.ref(), text, List.of());
  }

  private static GiveFeedback feedback(
      Chatbot chatbot, LogEntry entry, int score, @Nullable String comment) {
    return new GiveFeedback(chatbot.id(), "c", entry.message().id(), score, comment);
  }

  private static void end(LogEntry answer, String text) {
    house.ask(CloseTurn.ADDRESS, House.closing(answer, text));
  }

  private static Turn turn(Chatbot chatbot, Turn turn) {
    Message question = turn.question().message();
    return house.ask(
        FindTurn.ADDRESS, new FindTurn(chatbot.id(), question.conversationUid(), question.id()));
  }

  private static LogEntry entry(Chatbot chatbot, LogEntry entry) {
    return house.ask(
        FindEntry.ADDRESS,
        new FindEntry(
            chatbot.id(), entry.message().conversationUid().toString(), entry.message().id()));
  }
}
