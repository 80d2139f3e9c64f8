package repartee.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import repartee.contract.AnswerBegun;
import repartee.contract.AnswerPiece;
import repartee.contract.AnswerRef;
import repartee.contract.LocateByte;
import repartee.contract.LogEntry;
import repartee.contract.LogGrew;
import repartee.contract.MessageState;
import repartee.contract.OpenReading;
import repartee.contract.Problem;
import repartee.contract.TextPlace;

/** Messages that are read from anywhere, live or long over. */
@Timeout(60)
class OpenReadingsTest {
  private final House house = new House().runByHand();

  @AfterEach
  void stop() {
    house.close();
  }

  private Future<AnswerBegun> open(String conversation, AnswerRef ref) {
    return OpenReading.ADDRESS.ask(
        house.bus, new OpenReading(ref.chatbotId(), conversation, ref.messageId()));
  }

  private TextPlace locate(AnswerBegun begun, long byteOffset) {
    return LocateByte.ADDRESS
        .on(begun.node())
        .ask(house.bus, new LocateByte(begun.answer(), byteOffset))
        .await();
  }

  private LogEntry old(String content, MessageState state, String node) {
    return house.log.put(house.chatbot().id(), content, state, node);
  }

  private static String uid(LogEntry entry) {
    return entry.message().conversationUid().toString();
  }

  @Test
  void aLiveAnswerIsFoundInMemoryByBothNamesOfItsConversation() {
    AnswerBegun begun = house.begin("c1", "q1");

    assertThat(open("c1", begun.answer()).await()).isEqualTo(begun);
    assertThat(open(begun.answer().conversationUid().toString(), begun.answer()).await())
        .isEqualTo(begun);
    assertThat(house.found).isEmpty();
  }

  @Test
  void anOldAnswerIsAskedForOnceAndReadFromMemoryFromThenOn() {
    LogEntry old = old("What 🦜 was said".repeat(1_000), MessageState.STOPPED, "gone");

    AnswerBegun begun = open(uid(old), old.ref()).await();
    AnswerPiece said = house.readAll(begun);
    TextPlace place = locate(begun, 1_000_000);
    open(uid(old), old.ref()).await();

    assertThat(begun).isEqualTo(new AnswerBegun(old.ref(), House.NODE, old.header()));
    assertThat(said)
        .isEqualTo(new AnswerPiece(old.message().content(), MessageState.STOPPED, null));
    assertThat(place.bytes())
        .isEqualTo(old.message().content().getBytes(StandardCharsets.UTF_8).length);
    assertThat(house.found).hasSize(1);
    House.assertKind(house.reading(begun, -1), Problem.Kind.INVALID);
    House.assertKind(house.reading(begun, 99_999), Problem.Kind.INVALID);
  }

  @Test
  void whatWasOpenedElsewhereIsReadHereToo() {
    LogEntry old = old("Ahoy", MessageState.COMPLETE, "gone");
    AnswerBegun elsewhere = new AnswerBegun(old.ref(), House.NODE, old.header());

    assertThat(locate(elsewhere, 2).offset()).isEqualTo(2);
    assertThat(house.readAll(elsewhere).text()).isEqualTo("Ahoy");
    assertThat(house.found).hasSize(1);
  }

  @Test
  void peoplesMessagesAreReadLikeAnswers() {
    AnswerBegun begun = house.begin("c1", "q1");
    LogEntry question = house.log.entries("c1").iterator().next();

    AnswerBegun opened = open("c1", question.ref()).await();

    assertThat(opened.header().question()).isNull();
    assertThat(opened.header().author().id()).isEqualTo("u1");
    assertThat(house.readAll(opened).text()).isEqualTo("q1");
    assertThat(begun.answer().seq()).isEqualTo(opened.answer().seq() + 1);
  }

  @Test
  void anAnswerThatIsWrittenElsewhereIsOpenedThere() {
    house.runByHand("n2", 100);
    LogEntry there = old("", MessageState.STREAMING, "n2");
    LiveAnswers live = LiveAnswers.of(house.vertx, "n2", House.small(1));
    Writing writing =
        new Writing(
            house.vertx.getOrCreateContext(),
            there,
            new Closing(house.vertx),
            new TakingOver(house.vertx),
            100);
    live.add(writing);
    writing.answer().headed(there.header());

    // All instances of both nodes are asked in turn.
    for (int i = 0; i < 4; i++) {
      AnswerBegun begun = open(uid(there), there.ref()).await();
      assertThat(begun.node()).isEqualTo("n2");
    }
  }

  @Test
  void aNodeThatIsGoneIsBusyUntilItsAnswerIsAdopted() {
    LogEntry left = old("Half", MessageState.STREAMING, "gone");

    House.assertKind(open(uid(left), left.ref()), Problem.Kind.BUSY);
    AnswerBegun begun = new AnswerBegun(left.ref(), House.NODE, left.header());
    assertThat(house.reading(begun, 0).await())
        .isEqualTo(new AnswerPiece("", MessageState.STREAMING, null));
    House.assertKind(
        LocateByte.ADDRESS.on(House.NODE).ask(house.bus, new LocateByte(left.ref(), 9)),
        Problem.Kind.BUSY);
  }

  @Test
  void whatWasDeletedIsReadNoMoreWrittenOrNot() {
    LogEntry old = old("Secret", MessageState.COMPLETE, "gone");
    AnswerBegun said = open(uid(old), old.ref()).await();
    AnswerBegun running = house.begin("c1", "q1");
    UUID talk = running.answer().conversationUid();

    house.log.delete(old.message().conversationUid());
    house.log.delete(talk);
    for (UUID uid : List.of(old.message().conversationUid(), talk)) {
      LogGrew.EVENT.publish(house.bus, new LogGrew(uid, LogGrew.GONE));
    }

    for (AnswerBegun gone : List.of(said, running)) {
      House.eventually(
          () -> house.reading(gone, 0).transform(Future::succeededFuture).await().failed());
      House.assertKind(
          open(gone.answer().conversationUid().toString(), gone.answer()),
          Problem.Kind.UNKNOWN_CONVERSATION);
    }
    House.eventually(() -> house.hand.cancelled.contains("q1"));
  }

  @Test
  void unknownMessagesAndOtherEpochsAreTold() {
    LogEntry old = old("x", MessageState.COMPLETE, "gone");
    AnswerRef ref = old.ref();
    AnswerRef unknown =
        new AnswerRef(ref.chatbotId(), ref.conversationUid(), 2, UUID.randomUUID(), 1);

    House.assertKind(open(uid(old), unknown), Problem.Kind.UNKNOWN_CONVERSATION);
    House.assertKind(open("c9", ref), Problem.Kind.UNKNOWN_CONVERSATION);
    House.assertKind(
        house.reading(new AnswerBegun(unknown, House.NODE, old.header()), 0),
        Problem.Kind.UNKNOWN_CONVERSATION);
    House.assertKind(
        house.reading(new AnswerBegun(House.earlier(ref), House.NODE, old.header()), 0),
        Problem.Kind.OTHER_EPOCH);
  }

  @Test
  void aFailedSearchsAnswerIsReadFromTheLogAsFailed() {
    house.searching.set(
        search -> Future.failedFuture(new Problem(Problem.Kind.BUSY, "Too many searches.")));
    House.assertKind(house.asking("c1", "q1", null, null), Problem.Kind.BUSY);
    House.eventually(() -> house.log.isIdle("c1"));
    AnswerRef ref = house.log.answers().getFirst().ref();

    House.eventually(() -> open("c1", ref).transform(Future::succeededFuture).await().succeeded());

    assertThat(house.readAll(open("c1", ref).await()))
        .isEqualTo(new AnswerPiece("", MessageState.FAILED, Problem.Kind.BUSY));
  }

  @Test
  void whatIsKeptIsBoundedByItsCharacters() {
    LiveAnswers live = new LiveAnswers(100, 10, 60_000);
    LogEntry one = old("12345", MessageState.COMPLETE, "gone");
    LogEntry two = old("1234567", MessageState.COMPLETE, "gone");

    live.keep(one);
    assertThat(live.find(one.message().id())).isNotNull();
    live.keep(two);

    assertThat(live.find(one.message().id())).isNull();
    assertThat(live.find(two.message().id())).isNotNull();
  }
}
