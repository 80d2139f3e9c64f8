package repartee.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import repartee.contract.CloseTurn;
import repartee.contract.KeepAlive;
import repartee.contract.LeaveAnswers;
import repartee.contract.Left;
import repartee.contract.LogEntry;
import repartee.testkit.PostgreSQL;

class NeighboursTest {
  private static final int TURN_MS = 20_000;

  private final String url = PostgreSQL.freshDatabase();
  private final List<Neighbours> made = new ArrayList<>();

  @AfterEach
  void close() {
    made.forEach(Neighbours::close);
  }

  @Test
  void whoEntersAnEmptyDatabaseFindsTheOthersAndTheSameSecret() {
    Neighbours one = neighbours("one");
    Neighbours other = neighbours("other");

    String secret = enter(one, "one", 1);
    House.within(one.formed());
    String same = enter(other, "other", 1);

    assertThat(secret).hasSizeGreaterThan(60).isEqualTo(same);
    assertThat(House.within(other.living())).containsExactly(node("one", 1), node("other", 1));
  }

  @Test
  void whoStartsAtTheSameTimeEntersOnceTheOneBeforeIsIn() {
    Neighbours one = neighbours("one");
    Neighbours other = neighbours("other");
    enter(one, "one", 1);

    Future<String> waiting = other.enter(node("other", 1), TURN_MS);
    assertThat(House.within(one.living())).containsExactly(node("one", 1));
    assertThat(waiting.isComplete()).isFalse();
    House.within(one.formed());

    House.within(waiting);
    assertThat(House.within(one.living())).hasSize(2);
  }

  @Test
  void whoHangsWhileItEntersIsNotWaitedForForEver() {
    enter(neighbours("hangs"), "hangs", 1);

    String secret = House.within(neighbours("other").enter(node("other", 1), 100));

    assertThat(secret).isNotEmpty();
  }

  @Test
  void anotherProtocolIsRefusedWithASentenceAndTheNextOneMayEnter() {
    Neighbours one = neighbours("one");
    enter(one, "one", 1);
    House.within(one.formed());

    assertThatThrownBy(() -> enter(neighbours("newer"), "newer", 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("speaks protocol 1, this one 2")
        .hasMessageEndingWith("or start their version.");
    enter(neighbours("same"), "same", 1);
    assertThat(House.within(one.living())).hasSize(2);
  }

  @Test
  void whoHasLeftIsNotFound() {
    Neighbours one = neighbours("one");
    enter(one, "one", 1);
    House.within(one.formed());
    Neighbours other = new Neighbours(House.configuration(url, 1_500), "other");
    enter(other, "other", 1);

    other.close();

    assertThat(House.within(one.living())).containsExactly(node("one", 1));
  }

  @Test
  void aDatabaseOfSomethingElseIsLeftAlone() {
    Vertx vertx = Vertx.vertx();
    Database database = new Database(vertx, House.configuration(url, 1_500), "test");
    House.within(database.write("CREATE TABLE theirs (id int)", Tuple.tuple()));
    House.within(database.close());
    House.within(vertx.close());

    assertThatThrownBy(() -> enter(neighbours("one"), "one", 1))
        .hasMessageContaining("holds tables of something else");
  }

  @Test
  void aWrongPasswordIsNotTold() {
    Neighbours stranger =
        new Neighbours(
            House.configuration(url.replace("postgres:postgres@", "nobody:s3cret@"), 1_500), "one");
    made.add(stranger);

    assertThatThrownBy(() -> enter(stranger, "one", 1))
        .hasMessageContaining("nobody")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void aNodeThatKeepsNothingIsAliveAsLongAsItSaysSo() {
    House house = new House(House.configuration(url, 1_500, 1, 600_000), "one");
    LogEntry theirs = house.begun(House.by(house.question(house.chatbot(), "c", "q"), "writer"));

    house.ask(KeepAlive.ADDRESS, new KeepAlive("writer"));
    house.ask(KeepAlive.ADDRESS, new KeepAlive("one"));

    assertThat(house.ask(LeaveAnswers.ADDRESS, new LeaveAnswers("one"))).isEqualTo(new Left(true));
    assertThat(theirs.node()).isEqualTo("writer");
    house.close();
  }

  @Test
  void whereNobodyElseWritesNothingIsLeft() {
    House house = new House(url, "one");
    LogEntry ours = house.begun(house.question(house.chatbot(), "c", "q"));
    enter(neighbours("doors"), "doors", 1);

    assertThat(house.ask(LeaveAnswers.ADDRESS, new LeaveAnswers("one"))).isEqualTo(new Left(false));

    house.ask(CloseTurn.ADDRESS, House.closing(ours, "still ours"));
    house.close();
  }

  private Neighbours neighbours(String name) {
    Neighbours neighbours = new Neighbours(House.configuration(url, 1_500), name);
    made.add(neighbours);
    return neighbours;
  }

  private static String enter(Neighbours neighbours, String name, int protocol) {
    return House.within(neighbours.enter(node(name, protocol), TURN_MS));
  }

  private static Neighbours.Node node(String name, int protocol) {
    return new Neighbours.Node(name, "127.0.0.1", 5701, protocol, List.of("routing"));
  }
}
