package repartee.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import repartee.contract.Answer;
import repartee.contract.AnswerBegun;
import repartee.contract.AnswerPiece;
import repartee.contract.AnswerRef;
import repartee.contract.Done;
import repartee.contract.Language;
import repartee.contract.Message;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.contract.ReadAnswer;

/** A turn from the question to its durable end. */
@Timeout(60)
class TurnsTest {
  private final House house = new House().run(House.extractive());

  @AfterEach
  void stop() {
    house.close();
  }

  private static void assertKind(Future<?> asked, Problem.Kind kind) {
    assertThatThrownBy(asked::await)
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.kind()).isEqualTo(kind));
  }

  @Test
  void theHeaderHasThePassagesAndTheLanguageGoesEverywhere() {
    house.passage("Hours", "Das Museum öffnet um neun Uhr.", 0.9, 1);

    AnswerBegun begun = house.ask("Wann öffnet das Museum?");

    assertThat(begun.node()).isEqualTo(House.NODE);
    assertThat(begun.header().relatedDocs()).isEqualTo(house.passages);
    assertThat(begun.header().systemMessage()).isEmpty();
    assertThat(house.opened.getFirst().language()).isEqualTo("de");
    assertThat(house.searched.getFirst().language()).isEqualTo(Language.DE);
    AnswerPiece said = house.readAll(begun);
    assertThat(said)
        .isEqualTo(
            new AnswerPiece("Das Museum öffnet um neun Uhr. [1]", MessageState.COMPLETE, null));
    assertThat(house.closed.getFirst().relatedDocs()).isEqualTo(house.passages);
  }

  @Test
  void theEndIsToldOnlyOnceItIsStored() {
    Promise<Done> storing = Promise.promise();
    house.closing.set(turn -> storing.future().compose(go -> house.store(turn)));

    AnswerBegun begun = house.ask("Anything?");
    AnswerPiece text = house.reading(begun, 0).await();
    AnswerPiece waited = house.reading(begun, text.text().length()).await();

    assertThat(text.text()).isEqualTo(ExtractiveModel.dontKnow(Language.EN));
    assertThat(text.state()).isEqualTo(MessageState.STREAMING);
    assertThat(waited).isEqualTo(new AnswerPiece("", MessageState.STREAMING, null));

    storing.complete(new Done());

    assertThat(house.readAll(begun).state()).isEqualTo(MessageState.COMPLETE);
    assertThat(house.closed).hasSize(1);
  }

  @Test
  void aDatabaseThatIsAwayForAWhileOnlyDelaysTheEnd() {
    AtomicInteger tries = new AtomicInteger();
    house.closing.set(
        turn ->
            tries.incrementAndGet() < 4
                ? Future.failedFuture(new Problem(Problem.Kind.BUSY, "The database is away."))
                : house.store(turn));

    assertThat(house.readAll(house.ask("Anything?")).state()).isEqualTo(MessageState.COMPLETE);
    assertThat(tries).hasValue(4);
  }

  @Test
  void anAnswerWhoseClosingSucceededUnheardIsWhole() {
    AtomicInteger tries = new AtomicInteger();
    house.closing.set(
        turn ->
            tries.incrementAndGet() == 1
                ? house
                    .store(turn)
                    .compose(done -> Future.failedFuture(new Problem(Problem.Kind.BUSY, "Late.")))
                : Future.failedFuture(new Problem(Problem.Kind.OTHER_EPOCH, "Not open.")));

    assertThat(house.readAll(house.ask("Anything?")).state()).isEqualTo(MessageState.COMPLETE);
  }

  @Test
  void anAnswerBegunAnewElsewhereIsDropped() {
    Promise<Done> storing = Promise.promise();
    house.closing.set(turn -> storing.future());
    AnswerBegun begun = house.ask("Anything?");
    int length = house.reading(begun, 0).await().text().length();
    Future<AnswerPiece> waiting = house.reading(begun, length);

    house.beginAnew(begun.answer().messageId());
    storing.fail(new Problem(Problem.Kind.OTHER_EPOCH, "Begun anew."));

    assertKind(waiting, Problem.Kind.OTHER_EPOCH);
  }

  @Test
  void anAnswerThatCannotBeStoredFails() {
    house.closing.set(turn -> Future.failedFuture(new IllegalStateException("disk")));

    AnswerPiece said = house.readAll(house.ask("Anything?"));

    assertThat(said.state()).isEqualTo(MessageState.FAILED);
    assertThat(said.failure()).isEqualTo(Problem.Kind.INTERNAL);
  }

  @Test
  void aSearchThatFailsFailsTheAskerAndClosesTheAnswer() throws InterruptedException {
    house.searchProblem.set(new Problem(Problem.Kind.BUSY, "Too many searches."));

    assertKind(house.asking("Anything?", null, null), Problem.Kind.BUSY);

    OpenAiModelTest.eventually(() -> house.closed.size() == 1);
    assertThat(house.closed.getFirst().state()).isEqualTo(MessageState.FAILED);
    assertThat(house.closed.getFirst().failure()).isEqualTo(Problem.Kind.BUSY);
  }

  @Test
  void aRepeatedKeyGetsTheSameAnswerWhileItIsWrittenAndAfterwards() {
    house.passage("Parrots", "Parrots like nuts.", 0.8, 1);
    Future<AnswerBegun> first = house.asking("What do parrots like?", null, "k");
    Future<AnswerBegun> twin = house.asking("What do parrots like?", null, "k");

    AnswerPiece said = house.readAll(first.await());
    AnswerBegun late = house.asking("What do parrots like?", null, "k").await();

    assertThat(twin.await().header()).isEqualTo(first.await().header());
    assertThat(late.header()).isEqualTo(first.await().header());
    assertThat(house.readAll(late)).isEqualTo(said);
    assertThat(house.opened).hasSize(1);
  }

  @Test
  void beyondItsBoundNothingIsStored() {
    house.vertx.undeploy(house.deployment).await();
    House small = house;
    small.vertx.sharedData().getLocalMap("repartee.generation.live").clear();
    small.run(new GenerationConfiguration(null, 2, 1_000, 1_000, 100, 1_000));
    Promise<Done> storing = Promise.promise();
    small.closing.set(turn -> storing.future().compose(go -> small.store(turn)));
    AnswerBegun one = small.ask("One?");
    AnswerBegun two = small.ask("Two?");

    assertKind(small.asking("Three?", null, null), Problem.Kind.BUSY);
    assertThat(small.opened).hasSize(2);

    storing.complete(new Done());
    assertThat(small.readAll(one).state()).isEqualTo(MessageState.COMPLETE);
    assertThat(small.readAll(two).state()).isEqualTo(MessageState.COMPLETE);
    assertThat(small.readAll(small.ask("Three?")).state()).isEqualTo(MessageState.COMPLETE);
  }

  @Test
  void anAnswerOfLongAgoIsReadFromTheLog() {
    Answer old = log(MessageState.STOPPED, "What 🦜 was said".repeat(1_000), Instant.now());

    AnswerPiece said = house.readAll(begun(old.ref(), old));

    assertThat(said.text()).isEqualTo(old.message().content());
    assertThat(said.state()).isEqualTo(MessageState.STOPPED);
    assertKind(house.reading(begun(old.ref(), old), -1), Problem.Kind.INVALID);
    assertKind(house.reading(begun(old.ref(), old), 99_999), Problem.Kind.INVALID);
  }

  @Test
  void unknownAnswersAndOtherEpochsAreTold() {
    Answer old = log(MessageState.COMPLETE, "x", Instant.now());
    AnswerRef ref = old.ref();
    AnswerRef unknown =
        new AnswerRef(ref.chatbotId(), ref.conversationUid(), 2, UUID.randomUUID(), 1);
    AnswerRef earlier =
        new AnswerRef(ref.chatbotId(), ref.conversationUid(), ref.seq(), ref.messageId(), 7);

    assertKind(house.reading(begun(unknown, old), 0), Problem.Kind.UNKNOWN_CONVERSATION);
    assertKind(house.reading(begun(earlier, old), 0), Problem.Kind.OTHER_EPOCH);
  }

  @Test
  void anAnswerThatACrashLeftIsEndedByItsReader() {
    Answer left = log(MessageState.STREAMING, "Half", Instant.now().minus(Duration.ofMinutes(5)));

    AnswerPiece said = house.readAll(begun(left.ref(), left));

    assertThat(said).isEqualTo(new AnswerPiece("Half", MessageState.INTERRUPTED, null));
    assertThat(house.closed).hasSize(1);
  }

  @Test
  void aThousandReadersOfOneAnswerAllGetAllOfIt() {
    house.passage("Parrots", "Parrots like nuts. They live long. ".repeat(3), 0.8, 1);
    AnswerBegun begun = house.ask("What do parrots like?");
    List<Future<AnswerPiece>> readers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      readers.add(
          ReadAnswer.ADDRESS
              .on(House.NODE)
              .ask(house.vertx.eventBus(), new ReadAnswer(begun.answer(), 0)));
    }

    String said = house.readAll(begun).text();

    assertThat(readers).allSatisfy(one -> assertThat(said).startsWith(one.await().text()));
  }

  private AnswerBegun begun(AnswerRef ref, Answer answer) {
    return new AnswerBegun(ref, House.NODE, answer.header());
  }

  private Answer log(MessageState state, String content, Instant at) {
    Message now = House.message(UUID.randomUUID(), 1, content, state, List.of());
    Message message =
        new Message(
            now.id(),
            now.conversationId(),
            now.conversationUid(),
            now.seq(),
            now.epoch(),
            now.author(),
            content,
            state,
            List.of(),
            "en",
            null,
            null,
            at,
            at);
    Answer answer = new Answer(UUID.randomUUID(), message, "What?", true, "", House.NODE, null);
    house.log.put(now.id(), answer);
    return answer;
  }
}
