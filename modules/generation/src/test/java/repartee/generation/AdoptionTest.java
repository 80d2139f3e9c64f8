package repartee.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import repartee.contract.AdoptAnswers;
import repartee.contract.AnswerBegun;
import repartee.contract.AnswerPiece;
import repartee.contract.AnswerRef;
import repartee.contract.CloseTurn;
import repartee.contract.LogEntry;
import repartee.contract.MessageState;
import repartee.contract.OpenReading;
import repartee.contract.OpenTurn;
import repartee.contract.Problem;
import repartee.contract.Turn;

/** Answers and questions that were left by nodes that are gone. */
@Timeout(60)
class AdoptionTest {
  private final House house = new House();

  @AfterEach
  void stop() {
    house.close();
  }

  private Turn asked(String conversation, String question) {
    return house.log.open(
        new OpenTurn(
            house.chatbot().id(),
            house.chatbot().accountId(),
            null,
            conversation,
            "u1",
            question,
            "en",
            null,
            true,
            NextTurns.bot(house.chatbot()),
            true,
            6,
            8,
            "gone",
            null));
  }

  private static AnswerRef ref(Turn turn) {
    return Objects.requireNonNull(turn.answer()).ref();
  }

  private AnswerBegun open(AnswerRef ref) {
    return OpenReading.ADDRESS
        .ask(house.bus, new OpenReading(ref.chatbotId(), "c1", ref.messageId()))
        .await();
  }

  @Test
  void aLostNodesAnswerIsBegunAnewUnderAHigherEpoch() {
    Turn left = asked("c1", "q1");
    house.log.lose("gone");
    house.passage("Parrots", "Parrots like nuts.", 0.9, 1);

    house.runByHand();
    House.eventually(() -> house.hand.knows("q1"));
    AnswerBegun anew = open(ref(left));
    house.hand.say("q1", "Anew.").await();
    house.hand.end("q1").await();

    assertThat(anew.answer().epoch()).isEqualTo(ref(left).epoch() + 1);
    assertThat(anew.node()).isEqualTo(House.NODE);
    assertThat(anew.header().relatedDocs()).isEqualTo(house.passages);
    assertThat(anew.header().epoch()).isEqualTo(anew.answer().epoch());
    assertThat(house.readAll(anew))
        .isEqualTo(new AnswerPiece("Anew.", MessageState.COMPLETE, null));
    House.assertKind(
        house.reading(new AnswerBegun(ref(left), House.NODE, anew.header()), 0),
        Problem.Kind.OTHER_EPOCH);
  }

  @Test
  void aNodeThatWasTakenForLostGivesItsAnswerUp() {
    house.runByHand();
    AnswerBegun begun = house.begin("c1", "q1");
    house.hand.say("q1", "Once").await();
    Future<String> waiting = house.readingOn(begun, "");
    house.log.lose(House.NODE);

    house.runByHand("n2", 100);
    House.eventually(() -> house.hand.prompts.size() == 2);
    house.hand.sayAtFirst("q1", " upon a time").await();

    House.assertKind(waiting, Problem.Kind.OTHER_EPOCH);
    House.assertKind(house.reading(begun, 4), Problem.Kind.OTHER_EPOCH);
    assertThat(house.hand.cancelled).containsExactly("q1");
    AnswerBegun anew = open(begun.answer());
    assertThat(anew.answer().epoch()).isEqualTo(2);
    assertThat(anew.node()).isEqualTo("n2");
  }

  @Test
  void whatIsBegunAnewHereReplacesTheOlderOneInMemory() {
    house.runByHand();
    AnswerBegun begun = house.begin("c1", "q1");
    LiveAnswers live = LiveAnswers.of(house.vertx, House.NODE, House.small(1));
    Writing older = Objects.requireNonNull(live.writing(begun.answer().messageId()));
    house.log.lose(House.NODE);
    Turn anew = house.log.adopt(new AdoptAnswers(House.NODE, 9, 60_000, 3)).turns().getFirst();

    live.add(
        new Writing(
            house.vertx.getOrCreateContext(),
            Objects.requireNonNull(anew.answer()),
            new Closing(house.vertx),
            new TakingOver(house.vertx),
            100));

    House.assertKind(older.over(), Problem.Kind.OTHER_EPOCH);
    House.assertKind(house.reading(begun, 0), Problem.Kind.OTHER_EPOCH);
    assertThat(house.hand.cancelled).containsExactly("q1");
  }

  @Test
  void questionsThatWaitWhereNobodyWritesAreBegun() {
    Turn first = asked("c1", "q1");
    asked("c1", "q2");
    house.log.close(new CloseTurn(ref(first), "", MessageState.INTERRUPTED, List.of(), null));

    house.runByHand();

    House.eventually(() -> house.hand.knows("q2"));
  }

  @Test
  void anAnswerWhoseChatbotIsGoneFails() {
    Turn left = asked("c1", "q1");
    house.log.lose("gone");
    house.deleted = true;

    house.runByHand();

    House.eventually(() -> house.log.isIdle("c1"));
    LogEntry stored = house.log.entry(ref(left).messageId());
    assertThat(stored.message().state()).isEqualTo(MessageState.FAILED);
    assertThat(stored.failure()).isEqualTo(Problem.Kind.UNKNOWN_CHATBOT);
  }

  @Test
  void noMoreIsAskedForThanThereArePlaces() {
    house.runByHand(House.NODE, 2);
    house.begin("c1", "q1");
    House.eventually(() -> !house.adopting.isEmpty());
    int before = house.adopting.size();

    House.eventually(() -> house.adopting.size() > before + 1);

    assertThat(house.adopting.getLast().limit()).isEqualTo(1);
  }

  @Test
  void whatAnAdoptionDidNotNeedIsFreeAgain() {
    house.runByHand(House.NODE, 2);

    House.eventually(() -> house.adopting.size() > 5);

    house.begin("c1", "q1");
  }
}
