package repartee.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import repartee.contract.AdoptAnswers;
import repartee.contract.AnswerBegun;
import repartee.contract.AnswerPiece;
import repartee.contract.LogEntry;
import repartee.contract.MessageState;
import repartee.contract.Problem;

/** What is durable of answers while they are written. */
@Timeout(60)
class ProgressTest {
  private final House house = new House().runByHand();

  @AfterEach
  void stop() {
    house.close();
  }

  private LogEntry stored(AnswerBegun begun) {
    return house.log.entry(begun.answer().messageId());
  }

  @Test
  void allThatGrewIsSavedWithItsSourcesAndWhatDidNotIsLeftAlone() {
    house.passage("Parrots", "Parrots like nuts.", 0.9, 1);
    List<AnswerBegun> begun =
        IntStream.range(0, 20).mapToObj(i -> house.begin("c" + i, "q" + i)).toList();
    begun.forEach(one -> assertThat(stored(one).message().content()).isEmpty());

    IntStream.range(0, 20).forEach(i -> house.hand.say("q" + i, "Ahoy " + i).await());

    House.eventually(
        () -> begun.stream().noneMatch(one -> stored(one).message().content().isEmpty()));
    assertThat(stored(begun.get(7)).message().content()).isEqualTo("Ahoy 7");
    assertThat(stored(begun.get(7)).message().relatedDocs()).isEqualTo(house.passages);
    int before = house.saved.size();
    house.hand.say("q7", ", again").await();
    House.eventually(() -> stored(begun.get(7)).message().content().equals("Ahoy 7, again"));
    assertThat(house.saved.subList(before, house.saved.size()))
        .allSatisfy(one -> assertThat(one.answers()).hasSize(1));
  }

  @Test
  void manyAnswersThatGrewMeanwhileTravelInOneQuestion() {
    house.vertx.undeploy(house.deployment).await();
    LiveAnswers live = new LiveAnswers(100, 100, 100);
    Progress progress = new Progress(house.bus, live);
    Closing closing = new Closing(house.vertx);
    for (int i = 0; i < 50; i++) {
      LogEntry begun = house.log.put(house.chatbot().id(), "", MessageState.STREAMING, "n1");
      Writing writing =
          new Writing(
              house.vertx.getOrCreateContext(), begun, closing, new TakingOver(house.vertx), 99);
      live.add(writing);
      writing.answer().append("Ahoy");
    }

    progress.save();
    progress.save();

    House.eventually(() -> !house.saved.isEmpty());
    assertThat(house.saved).extracting(one -> one.answers().size()).containsExactly(50);
  }

  @Test
  void theModelOfALostAnswerIsStoppedAndReadersAreTold() {
    AnswerBegun begun = house.begin("c1", "q1");
    house.log.lose("n1");
    Future<AnswerPiece> waiting = house.reading(begun, 0);
    house.log.adopt(new AdoptAnswers("n2", 9, 60_000, 3));

    house.hand.say("q1", "Too late").await();

    House.eventually(() -> house.hand.cancelled.contains("q1"));
    waiting.await();
    House.eventually(
        () -> house.reading(begun, 8).transform(Future::succeededFuture).await().failed());
    House.assertKind(house.reading(begun, 8), Problem.Kind.OTHER_EPOCH);
    assertThat(stored(begun).message().content()).isEmpty();
  }
}
