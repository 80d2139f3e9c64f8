package repartee.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import repartee.contract.AnswerBegun;
import repartee.contract.AnswerPiece;
import repartee.contract.Asked;
import repartee.contract.Author;
import repartee.contract.Closed;
import repartee.contract.Conversation;
import repartee.contract.ConversationStatus;
import repartee.contract.Done;
import repartee.contract.FollowQuestion;
import repartee.contract.HandOver;
import repartee.contract.Language;
import repartee.contract.LogEntry;
import repartee.contract.Matches;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.contract.StopAnswer;
import repartee.contract.TakeOver;

/** A person steps in, in the middle of an answer. */
@Timeout(60)
class HandOverTest {
  private static final Author BEN = new Author(Author.Kind.AGENT, "client:ben", "Ben");

  private final House house = new House().runByHand();
  private final Promise<Boolean> decision = Promise.promise();
  private final AtomicInteger holds = new AtomicInteger();

  @AfterEach
  void end() {
    house.close();
  }

  private Future<Conversation> handOver(AnswerBegun begun, Author to) {
    return HandOver.ADDRESS.on(House.NODE).ask(house.bus, new HandOver(begun.answer(), to));
  }

  /** From now on a takeover waits until it is decided whether it succeeds. */
  private void letTakeoversWait() {
    house.taking.set(
        wanted -> {
          holds.incrementAndGet();
          return decision
              .future()
              .compose(
                  goes ->
                      goes
                          ? house.take(wanted)
                          : Future.failedFuture(new Problem(Problem.Kind.BUSY, "Away.")));
        });
  }

  /** Once the answer is held and it waits for the decision. */
  private Future<Conversation> held(AnswerBegun begun, Author by) {
    letTakeoversWait();
    Future<Conversation> taken = handOver(begun, by);
    House.eventually(() -> holds.get() == 1);
    return taken;
  }

  private LogEntry stored(AnswerBegun begun) {
    return house.log.entry(begun.answer().messageId());
  }

  @Test
  void aQuestionThatWentToAPersonIsSaidToHaveOnceTheBotHasTheConversationAgain() {
    AnswerBegun begun = house.begin("c1", "q1");
    Asked waits = house.asking("c1", "q2", Language.DE, "k2").await();
    handOver(begun, House.ANN).await();
    Asked held = house.asking("c1", "q3", Language.EN, "k3").await();
    house.log.release("c1");

    Asked followed =
        FollowQuestion.ADDRESS
            .ask(
                house.bus,
                new FollowQuestion(
                    house.chatbot().id(), waits.conversationUid(), waits.questionId()))
            .await();
    Asked again = house.asking("c1", "q3", Language.EN, "k3").await();

    assertThat(notice(held)).isEqualTo(Notices.held(Language.EN, "Ann"));
    assertThat(notice(followed)).isEqualTo(Notices.givenBack(Language.DE));
    assertThat(notice(again)).isEqualTo(Notices.givenBack(Language.EN));
  }

  private static String notice(Asked asked) {
    return Objects.requireNonNull(asked.held()).systemMessage();
  }

  private AnswerBegun telling(String words) {
    AnswerBegun begun = house.begin("c1", "q1");
    house.hand.say("q1", words).await();
    assertThat(house.readUntil(begun, words.length())).isEqualTo(words);
    return begun;
  }

  @Test
  void theAnswerEndsWhereItIsHeldWhateverTheModelStillSays() {
    AnswerBegun begun = telling("Once");
    Future<Conversation> taken = held(begun, House.ANN);
    Future<AnswerPiece> waiting = house.reading(begun, 4);
    house.hand.say("q1", " upon a time").await();
    assertThat(waiting.await()).isEqualTo(new AnswerPiece("", MessageState.STREAMING, null));

    decision.complete(true);

    assertThat(taken.await().status()).isEqualTo(ConversationStatus.HUMAN);
    house.hand.say("q1", ", late").await();
    assertThat(house.readAll(begun)).isEqualTo(new AnswerPiece("Once", MessageState.STOPPED, null));
    assertThat(stored(begun).message().content()).isEqualTo("Once");
    assertThat(house.hand.cancelled).containsExactly("q1");
    assertThat(house.closed).isEmpty();
  }

  @Test
  void aTakeoverThatFailsLetsReadersGetOnWithAllThatWasSaidMeanwhile() {
    AnswerBegun begun = telling("Once");
    Future<Conversation> taken = held(begun, House.ANN);
    house.hand.say("q1", " upon").await();
    house.hand.end("q1").await();

    decision.complete(false);

    House.assertKind(taken, Problem.Kind.BUSY);
    assertThat(house.readAll(begun))
        .isEqualTo(new AnswerPiece("Once upon", MessageState.COMPLETE, null));
    assertThat(stored(begun).message().content()).isEqualTo("Once upon");
  }

  @Test
  void aTakeoverThatSucceededUnheardIsHeardOfByLookingAgain() {
    AnswerBegun begun = telling("Once");
    house.taking.set(
        wanted ->
            Objects.requireNonNull(wanted.running()).answer().equals(begun.answer())
                ? house
                    .take(wanted)
                    .compose(
                        taken -> {
                          house.taking.set(house::take);
                          return Future.failedFuture(new Problem(Problem.Kind.BUSY, "Late."));
                        })
                : house.take(wanted));

    assertThat(handOver(begun, House.ANN).await().heldBy()).isEqualTo(House.ANN);
    house.hand.say("q1", " upon").await();

    assertThat(house.readAll(begun)).isEqualTo(new AnswerPiece("Once", MessageState.STOPPED, null));
  }

  @Test
  void anAnswerThatWasEndedElsewhereIsNotThawed() {
    AnswerBegun begun = telling("Once");
    Future<Conversation> taken = held(begun, House.ANN);
    house.hand.say("q1", " upon").await();
    Future<String> reading = house.readingOn(begun, "Once");
    house
        .take(
            new TakeOver(
                house.chatbot().id(),
                "c1",
                BEN,
                new TakeOver.AnswerEnd(begun.answer(), null, List.of())))
        .await();

    decision.complete(true);

    House.assertKind(taken, Problem.Kind.HELD_BY_OTHER);
    // Who comes a moment later finds the text that was stored, which is shorter than what it has.
    assertThatThrownBy(reading::await)
        .isInstanceOfSatisfying(
            Problem.class,
            problem ->
                assertThat(problem.kind()).isIn(Problem.Kind.OTHER_EPOCH, Problem.Kind.INVALID));
    House.eventually(() -> house.hand.cancelled.contains("q1"));
  }

  @Test
  void anEndThatIsOnItsWayIsWaitedFor() {
    Promise<Closed> storing = Promise.promise();
    house.closing.set(turn -> storing.future().compose(go -> house.store(turn)));
    AnswerBegun begun = telling("Whole.");
    house.hand.end("q1").await();

    Future<Conversation> taken = handOver(begun, House.ANN);
    storing.complete(new Closed(false));

    assertThat(taken.await().heldBy()).isEqualTo(House.ANN);
    assertThat(house.readAll(begun))
        .isEqualTo(new AnswerPiece("Whole.", MessageState.COMPLETE, null));
  }

  @Test
  void ofTwoPersonsOneGetsIt() {
    AnswerBegun begun = telling("Once");
    letTakeoversWait();
    Future<Conversation> ann = handOver(begun, House.ANN);
    Future<Conversation> ben = handOver(begun, BEN);

    decision.complete(true);

    Future.join(ann, ben).transform(Future::succeededFuture).await();
    assertThat(ann.succeeded() != ben.succeeded()).isTrue();
    House.assertKind(ann.succeeded() ? ben : ann, Problem.Kind.HELD_BY_OTHER);
  }

  @Test
  void aStopThatComesMeanwhileWaitsForTheOutcome() {
    AnswerBegun begun = telling("Once");
    Future<Conversation> taken = held(begun, House.ANN);
    Future<Done> stopped =
        StopAnswer.ADDRESS.on(House.NODE).ask(house.bus, new StopAnswer(begun.answer()));

    decision.complete(false);

    House.assertKind(taken, Problem.Kind.BUSY);
    stopped.await();
    assertThat(stored(begun).message().state()).isEqualTo(MessageState.STOPPED);
    assertThat(stored(begun).message().content()).isEqualTo("Once");
  }

  @Test
  void anAnswerThatSearchesStillEndsEmptyAndWithoutSources() {
    Promise<Matches> searching = Promise.promise();
    house.searching.set(search -> searching.future());
    Future<AnswerBegun> asked = house.asking("q1", null, null);
    House.eventually(() -> house.log.answers().size() == 1);
    LogEntry entry = house.log.answers().getFirst();
    letTakeoversWait();
    Future<Conversation> taken =
        HandOver.ADDRESS.on(House.NODE).ask(house.bus, new HandOver(entry.ref(), House.ANN));
    House.eventually(() -> holds.get() == 1);
    house.passage("Late", "Too late.", 0.9, 1);
    searching.complete(new Matches(house.passages));

    decision.complete(true);

    taken.await();
    assertThat(asked.await().header().relatedDocs()).isEmpty();
    assertThat(house.readAll(asked.await()).state()).isEqualTo(MessageState.STOPPED);
    assertThat(house.hand.prompts).isEmpty();
  }

  @Test
  void anAnswerThatIsOverIsNoObstacle() {
    AnswerBegun begun = telling("Whole.");
    house.hand.end("q1").await();
    house.readAll(begun);
    LogEntry old = house.log.put(UUID.randomUUID(), "Old.", MessageState.COMPLETE, "gone");

    assertThat(handOver(begun, House.ANN).await().heldBy()).isEqualTo(House.ANN);
    assertThat(handOver(new AnswerBegun(old.ref(), House.NODE, old.header()), BEN).await().heldBy())
        .isEqualTo(BEN);
    assertThat(stored(begun).message().state()).isEqualTo(MessageState.COMPLETE);
  }
}
