package repartee.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import repartee.testkit.PostgreSQL;

class MigrationsTest {
  private final Vertx vertx = Vertx.vertx();
  private final String url = PostgreSQL.freshDatabase();
  private final Migrations.File first = new Migrations.File("0001", "CREATE TABLE a (x int)");
  private final Migrations.File second = new Migrations.File("0002", "CREATE TABLE b (x int)");

  @AfterEach
  void close() {
    House.within(vertx.close());
  }

  @Test
  void nodesThatStartTogetherApplyEachMigrationOnce() {
    List<Future<Void>> starts =
        IntStream.range(0, 6).mapToObj(i -> Migrations.ours().apply(database())).toList();

    House.within(Future.all(starts));

    assertThat(starts).allMatch(Future::succeeded);
  }

  @Test
  void aNewMigrationIsAddedToAnOldDatabase() {
    House.within(new Migrations(List.of(first)).apply(database()));

    House.within(new Migrations(List.of(first, second)).apply(database()));

    assertThat(House.within(database().read("SELECT * FROM b", Tuple.tuple())).size()).isZero();
  }

  @Test
  void anEditedMigrationStopsTheStart() {
    House.within(new Migrations(List.of(first)).apply(database()));
    Migrations edited =
        new Migrations(List.of(new Migrations.File("0001", "CREATE TABLE a (x bigint)")));

    assertThatThrownBy(() -> House.within(edited.apply(database())))
        .hasMessageContaining("must not be edited");
  }

  @Test
  void aDatabaseOfANewerVersionStopsTheStart() {
    House.within(new Migrations(List.of(first, second)).apply(database()));

    assertThatThrownBy(() -> House.within(new Migrations(List.of(first)).apply(database())))
        .hasMessageContaining("newer Repartee");
  }

  @Test
  void aDatabaseOfSomethingElseStopsTheStart() {
    House.within(database().write("CREATE TABLE theirs (x int)", Tuple.tuple()));

    assertThatThrownBy(() -> new House(url, "one")).hasMessageContaining("something else");
  }

  @Test
  void whatTheOperatorReadsHoldsNoPassword() {
    String nowhere = "postgresql://me:secret-word@127.0.0.1:1/name";

    assertThatThrownBy(() -> new House(nowhere, "one"))
        .hasMessageContaining("127.0.0.1:1/name cannot be reached")
        .satisfies(shown -> assertThat(shown.toString()).doesNotContain("secret-word"));
    assertThat(House.configuration(nowhere, 1).toString()).doesNotContain("secret-word");
  }

  private Database database() {
    return new Database(vertx, House.configuration(url, 5_000), "one");
  }
}
