package repartee.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import repartee.contract.AddNote;
import repartee.contract.Author;
import repartee.contract.ChangeReply;
import repartee.contract.Chatbot;
import repartee.contract.CloseTurn;
import repartee.contract.Figures;
import repartee.contract.FindFigures;
import repartee.contract.FindNotes;
import repartee.contract.FindReplies;
import repartee.contract.FindUnanswered;
import repartee.contract.GiveFeedback;
import repartee.contract.LogEntry;
import repartee.contract.MessageState;
import repartee.contract.Note;
import repartee.contract.OpenTurn;
import repartee.contract.PassageMetadata;
import repartee.contract.Problem;
import repartee.contract.ReadTurn;
import repartee.contract.RelatedDoc;
import repartee.contract.RemoveNote;
import repartee.contract.RemoveReply;
import repartee.contract.SavedReply;
import repartee.contract.StoreReply;
import repartee.contract.TakeOver;
import repartee.contract.Turn;
import repartee.contract.Unanswered;
import repartee.testkit.PostgreSQL;

/** What people at the console keep and look at, besides their inbox. */
final class ConsoleTest {
  private static final Author GRACE = new Author(Author.Kind.AGENT, "client:grace", "grace");
  private static final List<RelatedDoc> SOURCES =
      List.of(
          new RelatedDoc(
              UUID.randomUUID(), "guide", "text", 0.9, null, PassageMetadata.ofLines(1, 1)));

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
  void notesStandInTheirOrderUntilTheyAreRemoved() {
    Chatbot chatbot = house.chatbot();
    house.begun(house.question(chatbot, "c", "q"));

    Note first = house.ask(AddNote.ADDRESS, new AddNote(chatbot.id(), "c", "Grace", "one"));
    Note second = house.ask(AddNote.ADDRESS, new AddNote(chatbot.id(), "c", "Ada", "two"));

    assertThat(notes(chatbot)).containsExactly(first, second);
    house.ask(RemoveNote.ADDRESS, new RemoveNote(chatbot.id(), "c", first.id()));
    assertThat(notes(chatbot)).containsExactly(second);
    assertThat(house.refusal(RemoveNote.ADDRESS, new RemoveNote(chatbot.id(), "c", first.id())))
        .isEqualTo(Problem.Kind.UNKNOWN_PATH);
    assertThat(house.refusal(FindNotes.ADDRESS, new FindNotes(chatbot.id(), "d")))
        .isEqualTo(Problem.Kind.UNKNOWN_CONVERSATION);
    assertThat(
            house.refusal(AddNote.ADDRESS, new AddNote(house.chatbot().id(), "c", "Eve", "mine")))
        .isEqualTo(Problem.Kind.UNKNOWN_CONVERSATION);
  }

  @Test
  void aConversationHasSoManyNotesAndNoMore() {
    Chatbot chatbot = house.chatbot();
    house.begun(house.question(chatbot, "c", "q"));
    AddNote add = new AddNote(chatbot.id(), "c", "Grace", "again");
    for (int i = 0; i < AddNote.NOTES_MAX; i++) {
      house.ask(AddNote.ADDRESS, add);
    }

    assertThat(house.refusal(AddNote.ADDRESS, add)).isEqualTo(Problem.Kind.INVALID);
    assertThat(notes(chatbot)).hasSize(AddNote.NOTES_MAX);
  }

  @Test
  void aReplyOfTheSameNameTakesTheOldOnesPlace() {
    UUID account = house.account().id();
    SavedReply old = house.ask(StoreReply.ADDRESS, new StoreReply(account, "hello", "Good day"));
    house.ask(StoreReply.ADDRESS, new StoreReply(account, "bye", "Farewell"));
    SavedReply now =
        house.ask(StoreReply.ADDRESS, new StoreReply(account, "hello", "Good morning"));

    assertThat(now.id()).isEqualTo(old.id());
    assertThat(replies(account)).containsExactly("bye: Farewell", "hello: Good morning");
    assertThat(replies(house.account().id())).isEmpty();
    assertThat(house.refusal(RemoveReply.ADDRESS, new RemoveReply(house.account().id(), now.id())))
        .isEqualTo(Problem.Kind.UNKNOWN_PATH);
    house.ask(RemoveReply.ADDRESS, new RemoveReply(account, now.id()));
    assertThat(replies(account)).containsExactly("bye: Farewell");
  }

  @Test
  void anAccountHasSoManyRepliesAndMayStillChangeThem() {
    UUID account = house.account().id();
    for (int i = 0; i < StoreReply.REPLIES_MAX; i++) {
      house.ask(StoreReply.ADDRESS, new StoreReply(account, "r" + i, "text"));
    }

    assertThat(house.refusal(StoreReply.ADDRESS, new StoreReply(account, "more", "text")))
        .isEqualTo(Problem.Kind.INVALID);
    assertThat(house.ask(StoreReply.ADDRESS, new StoreReply(account, "r7", "changed")).content())
        .isEqualTo("changed");
  }

  @Test
  void aReplyKeepsWhatIsNotChangedAndTakesNoNameOfAnother() {
    UUID account = house.account().id();
    SavedReply hello = house.ask(StoreReply.ADDRESS, new StoreReply(account, "hello", "Good day"));
    house.ask(StoreReply.ADDRESS, new StoreReply(account, "bye", "Farewell"));

    SavedReply named =
        house.ask(ChangeReply.ADDRESS, new ChangeReply(account, hello.id(), "greeting", null));
    house.ask(
        ChangeReply.ADDRESS, new ChangeReply(account, hello.id(), "greeting", "Good morning"));

    assertThat(named.content()).isEqualTo("Good day");
    assertThat(replies(account)).containsExactly("bye: Farewell", "greeting: Good morning");
    assertThat(
            house.refusal(ChangeReply.ADDRESS, new ChangeReply(account, hello.id(), "bye", null)))
        .isEqualTo(Problem.Kind.INVALID);
    assertThat(
            house.refusal(
                ChangeReply.ADDRESS,
                new ChangeReply(house.account().id(), hello.id(), null, "stolen")))
        .isEqualTo(Problem.Kind.UNKNOWN_PATH);
    assertThat(replies(account)).containsExactly("bye: Farewell", "greeting: Good morning");
  }

  @Test
  void repliesComeInPagesByName() {
    UUID account = house.account().id();
    for (String name : List.of("c", "a", "b")) {
      house.ask(StoreReply.ADDRESS, new StoreReply(account, name, "text"));
    }

    List<SavedReply> first =
        house.ask(FindReplies.ADDRESS, new FindReplies(account, null, 2)).replies();
    List<SavedReply> second =
        house.ask(FindReplies.ADDRESS, new FindReplies(account, "b", 2)).replies();

    assertThat(first).extracting(SavedReply::name).containsExactly("a", "b");
    assertThat(second).extracting(SavedReply::name).containsExactly("c");
  }

  @Test
  void aDayCountsWhatWasAskedAndWhatBecameOfIt() {
    Chatbot chatbot = house.chatbot();
    LogEntry found = ended(chatbot, "a", MessageState.COMPLETE, SOURCES, 100);
    ended(chatbot, "b", MessageState.COMPLETE, SOURCES, 300);
    ended(chatbot, "c", MessageState.COMPLETE, List.of(), 200);
    ended(chatbot, "d", MessageState.INTERRUPTED, SOURCES, null);
    house.begun(house.question(chatbot, "e", "still running"));
    house.ask(TakeOver.ADDRESS, new TakeOver(chatbot.id(), "b", GRACE, null));
    house.ask(
        GiveFeedback.ADDRESS, new GiveFeedback(chatbot.id(), "a", found.message().id(), 1, null));

    Figures three = house.ask(FindFigures.ADDRESS, new FindFigures(chatbot.accountId(), null, 3));

    assertThat(three.days()).hasSize(3);
    assertThat(three.days().subList(0, 2)).allMatch(day -> day.questions() == 0);
    Figures.Day today = three.days().getLast();
    assertThat(today).isEqualTo(new Figures.Day(today.day(), 5, 2, 2, 1, 1, 0, 200, 280));
    assertThat(today.day()).isGreaterThan(three.days().get(1).day()).hasSize(10);
    assertThat(
            house
                .ask(
                    FindFigures.ADDRESS,
                    new FindFigures(chatbot.accountId(), house.chatbot().id(), 1))
                .days()
                .getFirst()
                .questions())
        .isZero();
  }

  @Test
  void whatFoundNothingIsCountedWhateverItsLetters() {
    Chatbot chatbot = house.chatbot();
    asked(chatbot, "a", "Where is the sea?");
    asked(chatbot, "b", "Is it far?");
    LogEntry last = asked(chatbot, "c", "where is the SEA ");
    ended(chatbot, "d", MessageState.COMPLETE, SOURCES, 1);

    List<Unanswered.Question> questions =
        house
            .ask(
                FindUnanswered.ADDRESS,
                new FindUnanswered(chatbot.accountId(), chatbot.id(), 1, 10))
            .questions();

    assertThat(questions)
        .extracting(Unanswered.Question::question, Unanswered.Question::count)
        .containsExactly(tuple("where is the SEA ", 2L), tuple("Is it far?", 1L));
    assertThat(questions.getFirst().conversationUid()).isEqualTo(last.message().conversationUid());
    assertThat(questions.getFirst().chatbotName()).isEqualTo("helper");
  }

  @Test
  void aTurnThatIsOverIsReadAsItWasBegun() {
    Chatbot chatbot = house.chatbot();
    ended(chatbot, "c", MessageState.COMPLETE, SOURCES, 1);
    Turn begun = house.ask(OpenTurn.ADDRESS, house.question(chatbot, "c", "And then?"));
    LogEntry answer = House.answer(begun);
    house.ask(
        CloseTurn.ADDRESS,
        new CloseTurn(answer.ref(), "Then this.", MessageState.COMPLETE, SOURCES, null));
    ended(chatbot, "c", MessageState.COMPLETE, SOURCES, 1);

    Turn read = house.ask(ReadTurn.ADDRESS, new ReadTurn(chatbot.id(), "c", answer.message().id()));

    assertThat(read.history()).isEqualTo(begun.history()).hasSize(2);
    assertThat(read.question().message()).isEqualTo(begun.question().message());
    assertThat(Objects.requireNonNull(read.answer()).question()).isEqualTo("And then?");
    assertThat(read.answer().message().relatedDocs()).isEqualTo(SOURCES);
    assertThat(
            house.refusal(
                ReadTurn.ADDRESS, new ReadTurn(house.chatbot().id(), "c", answer.message().id())))
        .isEqualTo(Problem.Kind.UNKNOWN_CONVERSATION);
  }

  private static List<Note> notes(Chatbot chatbot) {
    return house.ask(FindNotes.ADDRESS, new FindNotes(chatbot.id(), "c")).notes();
  }

  private static List<String> replies(UUID account) {
    return house.ask(FindReplies.ADDRESS, new FindReplies(account, null, 200)).replies().stream()
        .map(reply -> reply.name() + ": " + reply.content())
        .toList();
  }

  private static LogEntry asked(Chatbot chatbot, String name, String question) {
    LogEntry answer = house.begun(house.question(chatbot, name, question));
    house.ask(CloseTurn.ADDRESS, House.closing(answer, "I do not know."));
    return answer;
  }

  private static LogEntry ended(
      Chatbot chatbot,
      String name,
      MessageState state,
      List<RelatedDoc> sources,
      @Nullable Integer firstTextMs) {
    LogEntry answer = house.begun(house.question(chatbot, name, "q"));
    house.ask(
        CloseTurn.ADDRESS, new CloseTurn(answer.ref(), "text", state, sources, null, firstTextMs));
    return answer;
  }
}
