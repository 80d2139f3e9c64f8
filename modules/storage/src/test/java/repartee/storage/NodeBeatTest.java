package repartee.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import repartee.contract.AdoptAnswers;
import repartee.contract.Adopted;
import repartee.contract.Author;
import repartee.contract.Chatbot;
import repartee.contract.CloseTurn;
import repartee.contract.ConversationStatus;
import repartee.contract.FindConversation;
import repartee.contract.FindEntry;
import repartee.contract.LogEntry;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.contract.TakeOver;
import repartee.contract.Turn;
import repartee.testkit.PostgreSQL;

class NodeBeatTest {
  private static final int GONE_MS = 1_500;

  private final String url = PostgreSQL.freshDatabase();
  private final House house = new House(House.configuration(url, GONE_MS, 1, 1_000), "one");

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void answersOfANodeThatLeftAreInterruptedWhereNobodyAdoptsAndWhatItSaysLateIsRefused() {
    House other = new House(House.configuration(url, GONE_MS), "two");
    Chatbot chatbot = house.chatbot();
    LogEntry theirs = other.begun(other.question(chatbot, "c", "q"));
    LogEntry ours = house.begun(house.question(chatbot, "d", "q"));

    House.within(other.vertx.undeploy(other.deployment));

    House.until(() -> find(house, theirs).message().state() == MessageState.INTERRUPTED);
    assertThat(find(house, theirs).message().epoch()).isEqualTo(2);
    assertThat(find(house, theirs).failure()).isNull();
    assertThat(house.refusal(CloseTurn.ADDRESS, House.closing(theirs, "late")))
        .isEqualTo(Problem.Kind.OTHER_EPOCH);
    assertThat(house.begun(house.question(chatbot, "c", "next")).message().epoch()).isEqualTo(2);
    assertThat(find(house, ours).message().state()).isEqualTo(MessageState.STREAMING);
    house.ask(CloseTurn.ADDRESS, House.closing(ours, "in time"));
    other.close();
  }

  @Test
  void whatAnEarlierProcessOfTheSameNameLeftOpenIsThereToBeAdopted() {
    LogEntry open = house.begun(house.question(house.chatbot(), "c", "q"));
    House.within(house.vertx.undeploy(house.deployment));
    House next = new House(House.configuration(url, House.NODE_GONE_MS), "one");

    List<Turn> adopted = new ArrayList<>();
    House.until(
        () -> {
          Adopted found = next.ask(AdoptAnswers.ADDRESS, new AdoptAnswers("one", 9, 60_000, 3));
          return adopted.addAll(found.turns());
        });

    assertThat(adopted)
        .extracting(turn -> House.answer(turn).message().id())
        .containsExactly(open.message().id());
    next.close();
  }

  @Test
  void aPersonWhoSaysNothingForLongGivesTheConversationBack() {
    Chatbot chatbot = house.chatbot();
    LogEntry answer = house.begun(house.question(chatbot, "c", "q"));
    house.ask(CloseTurn.ADDRESS, House.closing(answer, "a"));
    Author grace = new Author(Author.Kind.AGENT, "client:grace", "grace");

    house.ask(TakeOver.ADDRESS, new TakeOver(chatbot.id(), "c", grace, null));

    House.until(
        () ->
            house.ask(FindConversation.ADDRESS, new FindConversation(chatbot.id(), "c")).status()
                == ConversationStatus.BOT);
    house.begun(house.question(chatbot, "c", "again"));
  }

  private static LogEntry find(House at, LogEntry entry) {
    UUID uid = entry.message().conversationUid();
    return at.ask(
        FindEntry.ADDRESS, new FindEntry(entry.chatbotId(), uid.toString(), entry.message().id()));
  }
}
