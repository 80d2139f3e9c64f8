package repartee.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import repartee.contract.Answer;
import repartee.contract.CloseTurn;
import repartee.contract.FindAnswer;
import repartee.contract.MessageState;
import repartee.contract.OpenTurn;
import repartee.contract.Problem;
import repartee.testkit.PostgreSQL;

class NodeBeatTest {
  private final String url = PostgreSQL.freshDatabase();
  private final House house = new House(House.configuration(url, 1_500), "one");

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void answersOfANodeThatLeftAreInterruptedAndWhatItSaysLateIsRefused() {
    House other = new House(House.configuration(url, 1_500), "two");
    var chatbot = house.chatbot();
    Answer theirs = other.ask(OpenTurn.ADDRESS, other.question(chatbot, "c", "q")).answer();
    Answer ours = house.ask(OpenTurn.ADDRESS, house.question(chatbot, "d", "q")).answer();

    House.within(other.vertx.undeploy(other.deployment));

    House.until(() -> find(theirs).message().state() == MessageState.INTERRUPTED);
    assertThat(find(theirs).message().epoch()).isEqualTo(2);
    assertThat(find(theirs).failure()).isNull();
    assertThat(house.refusal(CloseTurn.ADDRESS, House.closing(theirs, "late")))
        .isEqualTo(Problem.Kind.OTHER_EPOCH);
    assertThat(find(ours).message().state()).isEqualTo(MessageState.STREAMING);
    house.ask(CloseTurn.ADDRESS, House.closing(ours, "in time"));
    other.close();
  }

  @Test
  void whatAnEarlierProcessOfTheSameNameLeftOpenIsInterruptedAtTheStart() {
    Answer open = house.ask(OpenTurn.ADDRESS, house.question(house.chatbot(), "c", "q")).answer();
    House.within(house.vertx.undeploy(house.deployment));

    House next = new House(House.configuration(url, 1_500), "one");

    Answer found = next.ask(FindAnswer.ADDRESS, where(open));
    assertThat(found.message().state()).isEqualTo(MessageState.INTERRUPTED);
    next.close();
  }

  private Answer find(Answer answer) {
    return house.ask(FindAnswer.ADDRESS, where(answer));
  }

  private static FindAnswer where(Answer answer) {
    return new FindAnswer(
        answer.chatbotId(), answer.message().conversationUid(), answer.message().id());
  }
}
