package repartee.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import repartee.contract.AppendMessage;
import repartee.contract.Author;
import repartee.contract.Chatbot;
import repartee.contract.CloseTurn;
import repartee.contract.CreateChatbot;
import repartee.contract.FindInbox;
import repartee.contract.Inbox;
import repartee.contract.InboxPlace;
import repartee.contract.InboxRow;
import repartee.contract.InboxState;
import repartee.contract.LogEntry;
import repartee.contract.MarkDone;
import repartee.contract.MarkRead;
import repartee.contract.MessageState;
import repartee.contract.OpenTurn;
import repartee.contract.PassageMetadata;
import repartee.contract.Problem;
import repartee.contract.RelatedDoc;
import repartee.contract.Release;
import repartee.contract.TakeOver;
import repartee.testkit.PostgreSQL;

class InboxTest {
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
  void aRowTellsOfItsConversationItsLastMessageAndWhatIsUnread() {
    Chatbot chatbot = house.chatbot();
    LogEntry answer = answered(chatbot, "c", "Where?", "Here. ".repeat(100), SOURCES);

    InboxRow row = inbox(chatbot, null).rows().getFirst();

    assertThat(row.conversation().uid()).isEqualTo(answer.message().conversationUid());
    assertThat(row.conversation().id()).isEqualTo("c");
    assertThat(row.chatbotName()).isEqualTo("helper");
    assertThat(row.state()).isEqualTo(InboxState.BOT);
    assertThat(row.unread()).isEqualTo(2);
    InboxRow.LastMessage last = Objects.requireNonNull(row.lastMessage());
    assertThat(last.seq()).isEqualTo(2);
    assertThat(last.author()).isEqualTo(answer.message().author());
    assertThat(last.content()).isEqualTo("Here. ".repeat(100).substring(0, 200));
    assertThat(last.createdAt()).isEqualTo(answer.message().createdAt());
  }

  @Test
  void whoSpokeLastStandsFirstOverAllChatbotsOfTheAccount() {
    Chatbot chatbot = house.chatbot();
    Chatbot second =
        house.ask(
            CreateChatbot.ADDRESS,
            new CreateChatbot(chatbot.accountId(), House.settings("second")));
    Chatbot stranger = house.chatbot();
    answered(chatbot, "a", "q", "a", SOURCES);
    answered(second, "b", "q", "a", SOURCES);
    answered(stranger, "c", "q", "a", SOURCES);
    answered(chatbot, "a", "q", "a", SOURCES);

    assertThat(names(inbox(chatbot, null))).containsExactly("a", "b");
    assertThat(
            names(
                house.ask(
                    FindInbox.ADDRESS,
                    new FindInbox(chatbot.accountId(), second.id(), null, null, null, 50))))
        .containsExactly("b");
    assertThat(
            names(
                house.ask(
                    FindInbox.ADDRESS,
                    new FindInbox(chatbot.accountId(), stranger.id(), null, null, null, 50))))
        .isEmpty();
  }

  @Test
  void pagesHaveEachConversationOnceWhateverHappensBeforeThem() {
    Chatbot chatbot = house.chatbot();
    List<String> all = IntStream.range(0, 7).mapToObj(i -> "c" + i).toList();
    all.forEach(name -> answered(chatbot, name, "q", "a", SOURCES));

    List<String> read = new ArrayList<>();
    InboxPlace before = null;
    do {
      Inbox page = find(chatbot, null, null, before, 3);
      read.addAll(names(page));
      before = page.next();
      answered(chatbot, "new" + read.size(), "q", "a", SOURCES);
      answered(chatbot, "c6", "q", "a", SOURCES);
    } while (before != null);

    assertThat(read).containsExactlyElementsOf(all.reversed());
  }

  @Test
  void whoseAnswerFailedBrokeOffOrFoundNothingWaitsUntilAnAnswerIsGood() {
    Chatbot chatbot = house.chatbot();
    answered(chatbot, "good", "q", "a", SOURCES);
    answered(chatbot, "nothing", "q", "I do not know.", List.of());
    ended(chatbot, "failed", MessageState.FAILED, Problem.Kind.MODEL_FAILED);
    ended(chatbot, "interrupted", MessageState.INTERRUPTED, null);
    ended(chatbot, "stopped", MessageState.STOPPED, null);
    assertThat(names(inbox(chatbot, InboxState.WAITING)))
        .containsExactlyInAnyOrder("nothing", "failed", "interrupted");

    LogEntry again = house.begun(house.question(chatbot, "nothing", "q"));
    assertThat(names(inbox(chatbot, InboxState.WAITING))).contains("nothing");
    close(again, "a", SOURCES);

    assertThat(names(inbox(chatbot, InboxState.WAITING)))
        .containsExactlyInAnyOrder("failed", "interrupted");
    assertThat(names(inbox(chatbot, InboxState.BOT)))
        .containsExactlyInAnyOrder("good", "nothing", "stopped");
  }

  @Test
  void whoseWordsAPersonHasWaitsUntilAPersonAnswers() {
    Chatbot chatbot = house.chatbot();
    answered(chatbot, "c", "q", "a", SOURCES);
    house.ask(TakeOver.ADDRESS, new TakeOver(chatbot.id(), "c", GRACE, null));
    assertThat(state(chatbot)).isEqualTo(InboxState.HUMAN);

    house.ask(OpenTurn.ADDRESS, house.question(chatbot, "c", "Is anybody there?"));
    assertThat(state(chatbot)).isEqualTo(InboxState.WAITING);
    house.ask(AppendMessage.ADDRESS, House.said(chatbot, "c", "I am."));
    assertThat(state(chatbot)).isEqualTo(InboxState.HUMAN);

    house.ask(OpenTurn.ADDRESS, house.question(chatbot, "c", "And now?"));
    house.ask(Release.ADDRESS, new Release(chatbot.id(), "c"));
    assertThat(state(chatbot)).isEqualTo(InboxState.WAITING);
  }

  @Test
  void aTakeoverInTheMiddleOfAnAnswerLeavesItsQuestionWaiting() {
    Chatbot chatbot = house.chatbot();
    LogEntry answer = house.begun(house.question(chatbot, "c", "q"));

    house.ask(
        TakeOver.ADDRESS,
        new TakeOver(
            chatbot.id(), "c", GRACE, new TakeOver.AnswerEnd(answer.ref(), "Hal", SOURCES)));

    assertThat(state(chatbot)).isEqualTo(InboxState.WAITING);
  }

  @Test
  void whatIsDoneIsOpenedByTheUsersNextWordsAndNotByAPersons() {
    Chatbot chatbot = house.chatbot();
    answered(chatbot, "c", "q", "I do not know.", List.of());

    house.ask(MarkDone.ADDRESS, new MarkDone(chatbot.id(), "c"));
    assertThat(state(chatbot)).isEqualTo(InboxState.DONE);
    house.ask(AppendMessage.ADDRESS, House.said(chatbot, "c", "Goodbye."));
    assertThat(state(chatbot)).isEqualTo(InboxState.DONE);
    LogEntry answer = house.begun(house.question(chatbot, "c", "q"));
    assertThat(state(chatbot)).isEqualTo(InboxState.BOT);
    close(answer, "a", SOURCES);

    assertThat(state(chatbot)).isEqualTo(InboxState.BOT);
    assertThat(house.refusal(MarkDone.ADDRESS, new MarkDone(chatbot.id(), "unknown")))
        .isEqualTo(Problem.Kind.UNKNOWN_CONVERSATION);
  }

  @Test
  void whatWasReadStaysReadAndWhoWritesHasRead() {
    Chatbot chatbot = house.chatbot();
    answered(chatbot, "c", "q", "a", SOURCES);

    assertThat(read(chatbot, 1)).isEqualTo(1);
    assertThat(read(chatbot, 99)).isZero();
    assertThat(read(chatbot, 1)).isZero();
    answered(chatbot, "c", "q", "a", SOURCES);
    assertThat(inbox(chatbot, null).rows().getFirst().unread()).isEqualTo(2);
    house.ask(AppendMessage.ADDRESS, House.said(chatbot, "c", "Hello."));

    assertThat(inbox(chatbot, null).rows().getFirst().unread()).isZero();
    assertThat(house.refusal(MarkRead.ADDRESS, new MarkRead(chatbot.id(), "unknown", 1)))
        .isEqualTo(Problem.Kind.UNKNOWN_CONVERSATION);
  }

  @Test
  void aSearchFindsNamesAndWordsAndTakesNoSignForAnother() {
    Chatbot chatbot = house.chatbot();
    answered(chatbot, "desk-1", "Is it 100% WOOL?", "Yes.", SOURCES);
    answered(chatbot, "shop", "Where is Ünal?", "At home.", SOURCES);
    house.ask(AppendMessage.ADDRESS, House.said(chatbot, "taken", "Hello."));

    assertThat(search(chatbot, "wool")).containsExactly("desk-1");
    assertThat(search(chatbot, "DESK")).containsExactly("desk-1");
    assertThat(search(chatbot, "grace")).containsExactly("taken");
    assertThat(search(chatbot, "ünal")).containsExactly("shop");
    assertThat(search(chatbot, "0%")).containsExactly("desk-1");
    assertThat(search(chatbot, "%")).containsExactly("desk-1");
    assertThat(search(chatbot, "_")).isEmpty();
    assertThat(search(chatbot, "ada")).containsExactly("shop", "desk-1");
  }

  private static LogEntry answered(
      Chatbot chatbot, String name, String question, String text, List<RelatedDoc> sources) {
    LogEntry answer = house.begun(house.question(chatbot, name, question));
    close(answer, text, sources);
    return answer;
  }

  private static void close(LogEntry answer, String text, List<RelatedDoc> sources) {
    house.ask(
        CloseTurn.ADDRESS, new CloseTurn(answer.ref(), text, MessageState.COMPLETE, sources, null));
  }

  private static void ended(
      Chatbot chatbot, String name, MessageState state, Problem.@Nullable Kind failure) {
    LogEntry answer = house.begun(house.question(chatbot, name, "q"));
    house.ask(CloseTurn.ADDRESS, new CloseTurn(answer.ref(), "Hal", state, SOURCES, failure));
  }

  private static Inbox inbox(Chatbot chatbot, @Nullable InboxState state) {
    return find(chatbot, state, null, null, 50);
  }

  private static InboxState state(Chatbot chatbot) {
    return inbox(chatbot, null).rows().getFirst().state();
  }

  private static int read(Chatbot chatbot, int seq) {
    return house.ask(MarkRead.ADDRESS, new MarkRead(chatbot.id(), "c", seq)).unread();
  }

  private static List<String> search(Chatbot chatbot, String words) {
    return names(find(chatbot, null, words, null, 50));
  }

  private static Inbox find(
      Chatbot chatbot,
      @Nullable InboxState state,
      @Nullable String words,
      @Nullable InboxPlace before,
      int limit) {
    return house.ask(
        FindInbox.ADDRESS, new FindInbox(chatbot.accountId(), null, state, words, before, limit));
  }

  private static List<String> names(Inbox inbox) {
    return inbox.rows().stream().map(row -> row.conversation().id()).toList();
  }
}
