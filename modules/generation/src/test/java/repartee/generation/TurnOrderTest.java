package repartee.generation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import repartee.contract.AnswerBegun;
import repartee.contract.Asked;
import repartee.contract.Author;
import repartee.contract.CloseTurn;
import repartee.contract.FollowQuestion;
import repartee.contract.Language;
import repartee.contract.LogEntry;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.contract.StreamHeader;
import repartee.contract.TakeOver;
import repartee.contract.Turn;
import repartee.contract.TurnOrder;

/** Questions that come while a conversation answers, or while a person has it. */
@Timeout(60)
class TurnOrderTest {
  private final House house = new House().runByHand();

  @AfterEach
  void stop() {
    house.close();
  }

  private Asked follow(Asked question) {
    return FollowQuestion.ADDRESS
        .ask(
            house.bus,
            new FollowQuestion(
                house.chatbot().id(), question.conversationUid(), question.questionId()))
        .await();
  }

  private AnswerBegun begun(Asked question) {
    House.eventually(() -> house.log.answerOf(question.questionId()) != null);
    return Objects.requireNonNull(follow(question).begun());
  }

  private void answer(String question, String words) {
    House.eventually(() -> house.hand.knows(question));
    house.hand.say(question, words).await();
    house.hand.end(question).await();
  }

  private List<String> said() {
    return house.log.entries("c1").stream().map(entry -> entry.message().content()).toList();
  }

  private static boolean isBots(LogEntry entry) {
    return entry.message().author().kind() == Author.Kind.BOT;
  }

  @Test
  void inAQueueEachQuestionIsAnsweredByItselfInTheOrderInWhichTheyCame() {
    AnswerBegun first = house.begin("c1", "q1");
    List<Asked> waiting = new ArrayList<>();
    for (int i = 2; i <= 4; i++) {
      waiting.add(house.ask("c1", "q" + i));
    }

    assertThat(waiting).allSatisfy(asked -> assertThat(asked.begun()).isNull());
    assertThat(follow(waiting.getFirst()).begun()).isNull();
    for (int i = 1; i <= 4; i++) {
      answer("q" + i, "a" + i);
    }

    assertThat(house.readAll(first).text()).isEqualTo("a1");
    assertThat(house.readAll(begun(waiting.get(0))).text()).isEqualTo("a2");
    assertThat(house.readAll(begun(waiting.get(1))).text()).isEqualTo("a3");
    assertThat(house.readAll(begun(waiting.get(2))).text()).isEqualTo("a4");
    assertThat(said()).containsExactly("q1", "a1", "q2", "q3", "q4", "a2", "a3", "a4");
    assertThat(house.hand.prompts.getLast().history())
        .extracting(Turn.Earlier::content)
        .contains("q1", "a1", "q2", "q3");
  }

  @Test
  void questionsThatWaitTogetherAreAnsweredTogether() {
    house.turns = TurnOrder.COALESCE;
    AnswerBegun first = house.begin("c1", "q1");
    List<Asked> waiting =
        List.of(house.ask("c1", "q2"), house.ask("c1", "q3"), house.ask("c1", "q4"));

    answer("q1", "a1");
    answer("q2\nq3\nq4", "all");

    assertThat(house.readAll(first).text()).isEqualTo("a1");
    assertThat(waiting)
        .extracting(asked -> begun(asked).answer())
        .containsOnly(begun(waiting.getFirst()).answer());
    assertThat(begun(waiting.getFirst()).header().question()).isEqualTo("q2\nq3\nq4");
    assertThat(house.readAll(begun(waiting.getLast())).text()).isEqualTo("all");
    assertThat(house.searched.getLast().question()).isEqualTo("q2\nq3\nq4");
    assertThat(house.log.entries("c1")).filteredOn(TurnOrderTest::isBots).hasSize(2);
  }

  @Test
  void anInterruptionStopsTheRunningAnswerAndKeepsWhatWasSaid() {
    house.turns = TurnOrder.INTERRUPT;
    AnswerBegun first = house.begin("c1", "q1");
    house.hand.say("q1", "Once upon").await();

    Asked second = house.ask("c1", "q2");
    answer("q2", "At once.");

    assertThat(house.readAll(first).text()).isEqualTo("Once upon");
    assertThat(house.readAll(first).state()).isEqualTo(MessageState.STOPPED);
    assertThat(house.hand.cancelled).containsExactly("q1");
    assertThat(house.readAll(begun(second)).text()).isEqualTo("At once.");
  }

  @Test
  void beyondTheBoundOfTheQueueTheServerIsBusy() {
    house.begin("c1", "q1");
    house.ask("c1", "q2");
    house.ask("c1", "q3");
    house.ask("c1", "q4");

    House.assertKind(house.asking("c1", "q5", null, null), Problem.Kind.BUSY);
  }

  @Test
  void aFailedSearchSurfacesOnlyWhereItIsUsed() {
    house.begin("c1", "q1");
    house.searching.set(search -> Future.failedFuture(new Problem(Problem.Kind.BUSY, "Full.")));

    assertThat(house.ask("c1", "q2").begun()).isNull();
  }

  @Test
  void differentConversationsDoNotWaitForEachOther() {
    house.begin("c1", "q1");
    house.ask("c1", "q2");

    AnswerBegun other = house.begin("c2", "p1");
    answer("p1", "Here.");

    assertThat(house.readAll(other).text()).isEqualTo("Here.");
  }

  @Test
  void aQuestionThatWaitedWhileAllPlacesWereTakenIsBegunLater() {
    House small = new House().runByHand(House.NODE, 1);
    try {
      AnswerBegun first = small.begin("c1", "q1");
      House.assertKind(small.asking("c2", "p1", null, null), Problem.Kind.BUSY);
      small.log.open(small.opened.getFirst());
      small.hand.end("q1").await();
      small.readAll(first);

      House.eventually(() -> small.hand.prompts.size() == 2);
    } finally {
      small.close();
    }
  }

  @Test
  void whileAPersonHasTheConversationTheAskerIsToldSoInTheirLanguage() {
    house.ask("c1", "q0");
    house.log.close(
        new CloseTurn(
            house.log.entries("c1").stream().toList().getLast().ref(),
            "",
            MessageState.STOPPED,
            List.of(),
            null));
    house.take(new TakeOver(house.chatbot().id(), "c1", House.ANN, null)).await();

    Asked held = house.asking("c1", "Und jetzt?", Language.DE, null).await();

    StreamHeader header = Objects.requireNonNull(held.held());
    assertThat(held.begun()).isNull();
    assertThat(header.systemMessage())
        .isEqualTo("Ann aus unserem Team hat dieses Gespräch übernommen und antwortet Ihnen hier.");
    assertThat(header.question()).isEqualTo("Und jetzt?");
    assertThat(header.answer()).isEmpty();
    assertThat(header.relatedDocs()).isEmpty();
    assertThat(header.messageUid()).isEqualTo(held.questionId());
    assertThat(header.author().kind()).isEqualTo(Author.Kind.USER);
    assertThat(follow(held).held()).isEqualTo(header);
  }
}
