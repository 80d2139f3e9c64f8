package repartee.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import repartee.contract.AnswerBegun;
import repartee.contract.AnswerPiece;
import repartee.contract.AnswerRef;
import repartee.contract.Closed;
import repartee.contract.Done;
import repartee.contract.LogEntry;
import repartee.contract.Matches;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.contract.StopAnswer;
import repartee.testkit.FakeModel;
import repartee.testkit.FakeModelScript;
import repartee.testkit.FakeModelScript.Ending;

/** Answers that somebody ends. */
@Timeout(60)
class StoppingTest {
  private final House house = new House();

  @AfterEach
  void end() {
    house.close();
  }

  private Future<Done> stop(AnswerRef ref) {
    return StopAnswer.ADDRESS.on(House.NODE).ask(house.bus, new StopAnswer(ref));
  }

  @Test
  void whatWasSaidStaysAndTheModelsConnectionIsClosed() {
    FakeModel model = FakeModel.start(house.vertx).await();
    house.run(House.asking(model.url()));
    model.next(FakeModelScript.says("Half a 🦜", " story").paced(5).ending(Ending.SILENCE));
    AnswerBegun begun = house.ask("A long one?");
    String shown = house.readUntil(begun, "Half a 🦜 story".length());

    stop(begun.answer()).await();

    LogEntry stored = house.log.entry(begun.answer().messageId());
    assertThat(stored.message().content()).isEqualTo(shown);
    assertThat(stored.message().state()).isEqualTo(MessageState.STOPPED);
    assertThat(house.readAll(begun)).isEqualTo(new AnswerPiece(shown, MessageState.STOPPED, null));
    House.eventually(() -> model.cancelled() == 1 && model.open() == 0);
  }

  @Test
  void itIsDoneOnceItIsDurable() {
    house.runByHand();
    Promise<Closed> storing = Promise.promise();
    house.closing.set(turn -> storing.future().compose(go -> house.store(turn)));
    AnswerBegun begun = house.begin("c1", "q1");

    Future<Done> stopped = stop(begun.answer());
    House.eventually(() -> house.hand.cancelled.contains("q1"));

    assertThat(stopped.isComplete()).isFalse();
    storing.complete(new Closed(false));
    stopped.await();
    assertThat(house.closed).hasSize(1);
  }

  @Test
  void oneThatIsOverStaysAsItIs() {
    house.runByHand();
    AnswerBegun begun = house.begin("c1", "q1");
    house.hand.say("q1", "Whole.").await();
    house.hand.end("q1").await();
    house.readAll(begun);

    stop(begun.answer()).await();
    LogEntry old = house.log.put(UUID.randomUUID(), "Old.", MessageState.COMPLETE, "gone");
    stop(old.ref()).await();

    assertThat(house.readAll(begun).state()).isEqualTo(MessageState.COMPLETE);
    assertThat(house.closed).hasSize(1);
  }

  @Test
  void oneThatSearchesStillIsStoppedAtOnceWithoutSources() {
    house.runByHand();
    Promise<Matches> searching = Promise.promise();
    house.searching.set(search -> searching.future());
    Future<AnswerBegun> asked = house.asking("q1", null, null);
    House.eventually(() -> house.searched.size() == 1 && house.opened.size() == 1);
    AnswerRef ref = house.log.answers().getFirst().ref();

    stop(ref).await();
    house.passage("Late", "Too late.", 0.9, 1);
    searching.complete(new Matches(house.passages));

    assertThat(asked.await().header().relatedDocs()).isEmpty();
    assertThat(house.readAll(asked.await()).state()).isEqualTo(MessageState.STOPPED);
    assertThat(house.hand.prompts).isEmpty();
  }

  @Test
  void unknownForeignAndEarlierAnswersAreTold() {
    house.runByHand();
    AnswerBegun begun = house.begin("c1", "q1");
    AnswerRef ref = begun.answer();
    LogEntry elsewhere = house.log.put(UUID.randomUUID(), "", MessageState.STREAMING, "n7");

    House.assertKind(stop(House.earlier(ref)), Problem.Kind.OTHER_EPOCH);
    House.assertKind(stop(elsewhere.ref()), Problem.Kind.UNKNOWN_CONVERSATION);
    House.assertKind(
        stop(new AnswerRef(UUID.randomUUID(), ref.conversationUid(), 2, ref.messageId(), 1)),
        Problem.Kind.UNKNOWN_CONVERSATION);
    House.assertKind(
        stop(new AnswerRef(ref.chatbotId(), ref.conversationUid(), 2, UUID.randomUUID(), 1)),
        Problem.Kind.UNKNOWN_CONVERSATION);
    assertThat(house.hand.cancelled).isEmpty();
  }

  @Test
  void oneWhoseBeginningWasNeverHeardOfHereIsEndedAsItWasSaved() {
    house.runByHand();
    LogEntry orphan = house.log.put(UUID.randomUUID(), "Half", MessageState.STREAMING, House.NODE);

    stop(orphan.ref()).await();

    LogEntry stored = house.log.entry(orphan.message().id());
    assertThat(stored.message().content()).isEqualTo("Half");
    assertThat(stored.message().state()).isEqualTo(MessageState.STOPPED);
  }
}
