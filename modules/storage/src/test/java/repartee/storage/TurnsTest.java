package repartee.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import repartee.contract.AppendMessage;
import repartee.contract.Chatbot;
import repartee.contract.CloseTurn;
import repartee.contract.DeleteChatbot;
import repartee.contract.FindEntry;
import repartee.contract.FindUsage;
import repartee.contract.Log;
import repartee.contract.LogEntry;
import repartee.contract.Message;
import repartee.contract.MessageState;
import repartee.contract.OpenTurn;
import repartee.contract.PassageMetadata;
import repartee.contract.Problem;
import repartee.contract.ReadLog;
import repartee.contract.RelatedDoc;
import repartee.contract.Turn;
import repartee.testkit.PostgreSQL;

class TurnsTest {
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
  void aQuestionAndItsAnswersPlaceStandInTheLogAsTheyWereAnswered() {
    Chatbot chatbot = house.chatbot();

    Turn turn = house.ask(OpenTurn.ADDRESS, house.question(chatbot, null, "Why?"));

    LogEntry answer = House.answer(turn);
    assertThat(turn.outcome()).isEqualTo(Turn.Outcome.BEGUN);
    assertThat(turn.history()).isEmpty();
    assertThat(answer.message().seq()).isEqualTo(2);
    assertThat(answer.message().state()).isEqualTo(MessageState.STREAMING);
    assertThat(answer.question()).isEqualTo("Why?");
    assertThat(answer.message().conversationId())
        .isEqualTo(answer.message().conversationUid().toString());
    Log log = log(chatbot, answer.message().conversationId());
    assertThat(log.entries()).containsExactly(turn.question(), answer);
    assertThat(log.conversation().revision()).isEqualTo(turn.revision());
    assertThat(found(chatbot, answer)).isEqualTo(answer);
  }

  @Test
  void aConversationIsKnownByTheClientsNameAndByItsUid() {
    Chatbot chatbot = house.chatbot();
    UUID uid = open(chatbot, "mine", "1").conversationUid();

    UUID byName = open(chatbot, "mine", "2").conversationUid();
    UUID byUidAsName = open(chatbot, uid.toString(), "3").conversationUid();
    UUID byUid =
        house
            .ask(OpenTurn.ADDRESS, house.question(chatbot, uid, null, "4", null))
            .question()
            .message()
            .conversationUid();

    assertThat(List.of(byName, byUidAsName, byUid)).containsOnly(uid);
    assertThat(house.numbers(chatbot, "mine")).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void whatIsAskedAtOnceOnTwoNodesIsNumberedWithoutGaps() {
    Chatbot chatbot = house.chatbot();

    List<Future<Turn>> turns =
        IntStream.range(0, 200)
            .mapToObj(
                i -> {
                  House at = i % 2 == 0 ? house : other;
                  return at.send(OpenTurn.ADDRESS, at.question(chatbot, "busy", "q" + i));
                })
            .toList();
    House.within(Future.all(turns));

    assertThat(house.numbers(chatbot, "busy"))
        .isEqualTo(IntStream.rangeClosed(1, 201).boxed().toList());
    assertThat(turns).filteredOn(turn -> turn.result().outcome() == Turn.Outcome.BEGUN).hasSize(1);
  }

  @Test
  void oneConversationUnderTwoNamesInOneBatchKeepsItsOrder() {
    Chatbot chatbot = house.chatbot();
    UUID uid = open(chatbot, "two names", "first").conversationUid();

    List<Future<Turn>> turns =
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    house.send(
                        OpenTurn.ADDRESS,
                        i % 2 == 0
                            ? house.question(chatbot, uid, null, "q" + i, null)
                            : house.question(chatbot, "two names", "q" + i)))
            .toList();
    House.within(Future.all(turns));

    assertThat(house.numbers(chatbot, "two names"))
        .isEqualTo(IntStream.rangeClosed(1, 62).boxed().toList());
  }

  @Test
  void manyTurnsTravelInFewCommits() {
    Chatbot chatbot = house.chatbot();

    List<Future<Turn>> turns =
        IntStream.range(0, 500)
            .mapToObj(i -> house.send(OpenTurn.ADDRESS, house.question(chatbot, "c" + i, "q")))
            .toList();
    House.within(Future.all(turns));

    // A new row's creation time is that of its transaction.
    Set<Object> commits = new HashSet<>();
    turns.forEach(turn -> commits.add(turn.result().question().message().createdAt()));
    assertThat(commits).hasSizeLessThan(50);
  }

  @Test
  void theSameKeyStandsForOneAnswerHoweverOftenAndWhereverItIsSent() {
    Chatbot chatbot = house.chatbot();

    List<Future<Turn>> turns =
        IntStream.range(0, 50)
            .mapToObj(
                i -> {
                  House at = i % 2 == 0 ? house : other;
                  return at.send(OpenTurn.ADDRESS, at.question(chatbot, null, null, "once", "key"));
                })
            .toList();
    House.within(Future.all(turns));

    assertThat(turns).filteredOn(turn -> turn.result().outcome() == Turn.Outcome.BEGUN).hasSize(1);
    LogEntry answer = House.answer(turns.get(0).result());
    assertThat(turns).extracting(turn -> turn.result().answer()).containsOnly(answer);
    assertThat(house.numbers(chatbot, answer.message().conversationId())).containsExactly(1, 2);
  }

  @Test
  void aRefusedQuestionTakesNoNumberAndDisturbsNoOther() {
    Chatbot chatbot = house.chatbot();
    Chatbot gone = house.chatbot();
    house.ask(DeleteChatbot.ADDRESS, new DeleteChatbot(gone.id()));
    house.ask(OpenTurn.ADDRESS, house.question(chatbot, null, "c", "first", "k"));

    Future<Turn> good1 = house.send(OpenTurn.ADDRESS, house.question(chatbot, "a", "fine"));
    Future<Turn> good2 = house.send(OpenTurn.ADDRESS, house.question(chatbot, "b", "fine"));
    OpenTurn noBot = house.question(gone, "x", "?");
    OpenTurn noConversation = house.question(chatbot, UUID.randomUUID(), null, "?", null);
    OpenTurn reused = house.question(chatbot, null, "c", "other", "k");
    OpenTurn elsewhere = house.question(chatbot, null, "never made", "first", "k");
    Future<Turn> good3 = house.send(OpenTurn.ADDRESS, house.question(chatbot, "c", "fine"));

    assertThat(house.refusal(OpenTurn.ADDRESS, noBot)).isEqualTo(Problem.Kind.UNKNOWN_CHATBOT);
    assertThat(house.refusal(OpenTurn.ADDRESS, noConversation))
        .isEqualTo(Problem.Kind.UNKNOWN_CONVERSATION);
    assertThat(house.refusal(OpenTurn.ADDRESS, reused)).isEqualTo(Problem.Kind.KEY_REUSED);
    assertThat(house.refusal(OpenTurn.ADDRESS, elsewhere)).isEqualTo(Problem.Kind.KEY_REUSED);
    House.within(Future.all(good1, good2, good3));
    assertThat(house.numbers(chatbot, "c")).containsExactly(1, 2, 3);
    assertThat(house.refusal(ReadLog.ADDRESS, new ReadLog(chatbot.id(), "never made", 0, 1)))
        .isEqualTo(Problem.Kind.UNKNOWN_CONVERSATION);
  }

  @Test
  void aQuestionThatPostgresqlRefusesFailsAlone() {
    Chatbot chatbot = house.chatbot();

    List<Future<Turn>> turns =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    house.send(
                        OpenTurn.ADDRESS,
                        house.question(chatbot, "n" + i, i == 30 ? "a\u0000b" : "fine")))
            .toList();
    House.within(Future.join(turns).otherwiseEmpty());

    assertThat(turns).filteredOn(Future::failed).hasSize(1);
    assertThat(turns.get(30).failed()).isTrue();
  }

  @Test
  void theHistoryIsWhatWasSaidBeforeOldestFirstAndBounded() {
    Chatbot chatbot = house.chatbot();
    for (int i = 1; i <= 4; i++) {
      answered(chatbot, "long", "q" + i, "a" + i);
    }
    answered(chatbot, "long", "unanswered", "");
    house.ask(AppendMessage.ADDRESS, House.said(chatbot, "long", "I can help"));

    Turn turn = house.ask(OpenTurn.ADDRESS, house.question(chatbot, "long", "now"));

    assertThat(turn.history())
        .extracting(Turn.Earlier::content)
        .containsExactly("q3", "a3", "q4", "a4", "unanswered", "I can help");
  }

  @Test
  void anAnswerIsClosedOnceAndKeepsItsSources() {
    Chatbot chatbot = house.chatbot();
    LogEntry answer = house.begun(house.question(chatbot, "c", "q"));
    RelatedDoc source =
        new RelatedDoc(UUID.randomUUID(), "doc", "text", 0.75, null, PassageMetadata.ofLines(1, 2));
    CloseTurn close =
        new CloseTurn(
            answer.ref(),
            "half an ans",
            MessageState.INTERRUPTED,
            List.of(source),
            Problem.Kind.MODEL_FAILED);

    house.ask(CloseTurn.ADDRESS, close);

    LogEntry found = found(chatbot, answer);
    assertThat(found.message().content()).isEqualTo("half an ans");
    assertThat(found.message().relatedDocs()).containsExactly(source);
    assertThat(found.message().state()).isEqualTo(MessageState.INTERRUPTED);
    assertThat(found.failure()).isEqualTo(Problem.Kind.MODEL_FAILED);
    assertThat(found.question()).isEqualTo("q");
    assertThat(house.refusal(CloseTurn.ADDRESS, close)).isEqualTo(Problem.Kind.OTHER_EPOCH);
  }

  @Test
  void anAppendedMessageWithTheSameKeyIsTheFirstOne() {
    Chatbot chatbot = house.chatbot();
    AppendMessage said = keyed(House.said(chatbot, "c", "hello"));

    Message first = house.ask(AppendMessage.ADDRESS, said);
    Message again = house.ask(AppendMessage.ADDRESS, said);

    assertThat(again).isEqualTo(first);
    assertThat(house.refusal(AppendMessage.ADDRESS, keyed(House.said(chatbot, "c", "other"))))
        .isEqualTo(Problem.Kind.KEY_REUSED);
    assertThat(house.numbers(chatbot, "c")).containsExactly(1);
  }

  @Test
  void questionsCountOnceOnTheAccountsMonth() {
    Chatbot chatbot = house.chatbot();
    OpenTurn keyed = house.question(chatbot, null, null, "q", "k");

    house.ask(OpenTurn.ADDRESS, keyed);
    house.ask(OpenTurn.ADDRESS, keyed);
    house.ask(OpenTurn.ADDRESS, house.question(chatbot, null, "q"));
    house.ask(AppendMessage.ADDRESS, House.said(chatbot, "c", "not a question"));

    var usage = house.ask(FindUsage.ADDRESS, new FindUsage(chatbot.accountId()));
    assertThat(usage.turns()).isEqualTo(2);
    assertThat(usage.since()).isBefore(usage.until());
  }

  private static AppendMessage keyed(AppendMessage said) {
    return new AppendMessage(
        said.chatbotId(), said.conversationId(), said.author(), said.content(), "en", "key");
  }

  private static Message open(Chatbot chatbot, String conversation, String question) {
    return house
        .ask(OpenTurn.ADDRESS, house.question(chatbot, conversation, question))
        .question()
        .message();
  }

  private static void answered(
      Chatbot chatbot, String conversation, String question, String answer) {
    LogEntry begun = house.begun(house.question(chatbot, conversation, question));
    house.ask(CloseTurn.ADDRESS, House.closing(begun, answer));
  }

  private static LogEntry found(Chatbot chatbot, LogEntry entry) {
    Message message = entry.message();
    return house.ask(
        FindEntry.ADDRESS,
        new FindEntry(chatbot.id(), message.conversationUid().toString(), message.id()));
  }

  private static Log log(Chatbot chatbot, String conversation) {
    return house.ask(ReadLog.ADDRESS, new ReadLog(chatbot.id(), conversation, 0, 100));
  }
}
