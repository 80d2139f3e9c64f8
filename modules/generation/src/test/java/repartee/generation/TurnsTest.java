package repartee.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import repartee.contract.AdoptAnswers;
import repartee.contract.AnswerBegun;
import repartee.contract.AnswerPiece;
import repartee.contract.Closed;
import repartee.contract.Language;
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
    Promise<Closed> storing = Promise.promise();
    house.closing.set(turn -> storing.future().compose(go -> house.store(turn)));

    AnswerBegun begun = house.ask("Anything?");
    AnswerPiece text = house.reading(begun, 0).await();
    AnswerPiece waited = house.reading(begun, text.text().length()).await();

    assertThat(text.text()).isEqualTo(ExtractiveModel.dontKnow(Language.EN));
    assertThat(text.state()).isEqualTo(MessageState.STREAMING);
    assertThat(waited).isEqualTo(new AnswerPiece("", MessageState.STREAMING, null));

    storing.complete(new Closed(false));

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
    Promise<Closed> storing = Promise.promise();
    house.closing.set(turn -> storing.future());
    AnswerBegun begun = house.ask("Anything?");
    int length = house.reading(begun, 0).await().text().length();
    Future<AnswerPiece> waiting = house.reading(begun, length);

    house.log.lose(House.NODE);
    house.log.adopt(new AdoptAnswers("n2", 9, 60_000, 3));
    storing.fail(new Problem(Problem.Kind.OTHER_EPOCH, "Begun anew."));

    House.assertKind(waiting, Problem.Kind.OTHER_EPOCH);
  }

  @Test
  void anAnswerThatCannotBeStoredFails() {
    house.closing.set(turn -> Future.failedFuture(new IllegalStateException("disk")));

    AnswerPiece said = house.readAll(house.ask("Anything?"));

    assertThat(said.state()).isEqualTo(MessageState.FAILED);
    assertThat(said.failure()).isEqualTo(Problem.Kind.INTERNAL);
  }

  @Test
  void aSearchThatFailsFailsTheAskerAndClosesTheAnswer() {
    house.searching.set(
        search -> Future.failedFuture(new Problem(Problem.Kind.BUSY, "Too many searches.")));

    House.assertKind(house.asking("Anything?", null, null), Problem.Kind.BUSY);

    House.eventually(() -> house.closed.size() == 1);
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
    assertThat(house.log.answers()).hasSize(1);
  }

  @Test
  void beyondItsBoundNothingIsStored() {
    house.vertx.undeploy(house.deployment).await();
    House small = house;
    small.vertx.sharedData().getLocalMap("repartee.generation.live").clear();
    small.run(House.small(2));
    Promise<Closed> storing = Promise.promise();
    small.closing.set(turn -> storing.future().compose(go -> small.store(turn)));
    AnswerBegun one = small.ask("One?");
    AnswerBegun two = small.ask("Two?");

    House.assertKind(small.asking("Three?", null, null), Problem.Kind.BUSY);
    assertThat(small.opened).hasSize(2);

    storing.complete(new Closed(false));
    assertThat(small.readAll(one).state()).isEqualTo(MessageState.COMPLETE);
    assertThat(small.readAll(two).state()).isEqualTo(MessageState.COMPLETE);
    assertThat(small.readAll(small.ask("Three?")).state()).isEqualTo(MessageState.COMPLETE);
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
}
