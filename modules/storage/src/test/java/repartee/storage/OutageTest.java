package repartee.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import repartee.contract.Chatbot;
import repartee.contract.CheckStorage;
import repartee.contract.FindChatbot;
import repartee.contract.OpenTurn;
import repartee.contract.Problem;
import repartee.testkit.PostgreSQL;

class OutageTest {
  private static PostgreSQL server;
  private static House house;
  private static String name;

  @BeforeAll
  static void open() {
    server = PostgreSQL.own();
    String url = server.database();
    name = url.substring(url.lastIndexOf('/') + 1);
    house = new House(url, "one");
  }

  @AfterAll
  static void close() {
    house.close();
    server.close();
  }

  @BeforeEach
  void itIsWell() {
    House.until(() -> house.refusal(CheckStorage.ADDRESS, new CheckStorage()) == null);
  }

  @Test
  void whileTheDatabaseIsStoppedStorageIsBusyAndGoesOnWhenItIsBack() {
    Chatbot chatbot = house.chatbot();

    server.stop();

    assertThat(house.refusal(OpenTurn.ADDRESS, house.question(chatbot, "c", "q")))
        .isEqualTo(Problem.Kind.BUSY);
    assertThat(house.refusal(FindChatbot.ADDRESS, new FindChatbot(chatbot.id())))
        .isEqualTo(Problem.Kind.BUSY);
    assertThat(house.refusal(CheckStorage.ADDRESS, new CheckStorage()))
        .isEqualTo(Problem.Kind.BUSY);
    server.restart();
    House.until(() -> house.refusal(CheckStorage.ADDRESS, new CheckStorage()) == null);
    house.ask(OpenTurn.ADDRESS, house.question(chatbot, "c", "q"));
    assertThat(house.numbers(chatbot, "c")).containsExactly(1, 2);
  }

  @Test
  void aServerThatTakesNoWritesIsBusyAndItsConnectionsAreThrownAway() {
    Chatbot chatbot = house.chatbot();
    String readOnly = "ALTER DATABASE " + name + " SET default_transaction_read_only = on";

    // As after a failover: only sessions that are opened later can write again.
    server.execute(readOnly);
    server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
    House.until(() -> house.refusal(FindChatbot.ADDRESS, new FindChatbot(chatbot.id())) == null);
    assertThat(house.refusal(OpenTurn.ADDRESS, house.question(chatbot, "c", "q")))
        .isEqualTo(Problem.Kind.BUSY);
    assertThat(house.refusal(CheckStorage.ADDRESS, new CheckStorage()))
        .isEqualTo(Problem.Kind.BUSY);
    server.execute("ALTER DATABASE " + name + " RESET default_transaction_read_only");

    House.until(() -> house.refusal(OpenTurn.ADDRESS, house.question(chatbot, "d", "q")) == null);
  }

  @Test
  void aServerThatSaysNothingIsBusyAndIsUsedAgainWhenItSpeaks() {
    Chatbot chatbot = house.chatbot();

    server.freeze();
    try {
      assertThat(house.refusal(FindChatbot.ADDRESS, new FindChatbot(chatbot.id())))
          .isEqualTo(Problem.Kind.BUSY);
    } finally {
      server.thaw();
    }

    House.until(() -> house.refusal(OpenTurn.ADDRESS, house.question(chatbot, "c", "q")) == null);
  }

  @Test
  void aServerThatSaysNothingStopsTheStart() {
    String url = server.database();

    server.freeze();
    try {
      assertThatThrownBy(() -> new House(url, "two")).hasMessageContaining("cannot be reached");
    } finally {
      server.thaw();
    }
  }
}
