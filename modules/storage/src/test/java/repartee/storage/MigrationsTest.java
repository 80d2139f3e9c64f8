package repartee.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import repartee.contract.Chatbot;
import repartee.contract.CloseTurn;
import repartee.contract.FindChatbot;
import repartee.contract.FindTurn;
import repartee.contract.LogEntry;
import repartee.contract.MessageState;
import repartee.contract.OpenTurn;
import repartee.contract.ReadLog;
import repartee.contract.Turn;
import repartee.testkit.PostgreSQL;

class MigrationsTest {
  private static final UUID OLD_CHATBOT = UUID.fromString("00000000-0000-0000-0000-000000000002");
  private static final UUID OLD_UID = UUID.fromString("00000000-0000-0000-0000-000000000003");
  private static final UUID OLD_QUESTION = UUID.fromString("00000000-0000-0000-0000-000000000011");

  private static final List<String> OLD_ROWS =
      List.of(
          """
          INSERT INTO account (id, name, plan)
          VALUES ('00000000-0000-0000-0000-000000000001', 'Ada', 'free')
          """,
          """
          INSERT INTO chatbot (id, account, settings)
          VALUES ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', '
            {"name": "old", "response": {"n": 1, "top_p": 1, "stream": true, "max_tokens": 9,
              "memory_size": 6, "temperature": 1, "system_persona": "", "presence_penalty": 0,
              "frequency_penalty": 0},
            "restrictions": {"hostnames": [], "ip_addresses": []},
            "documents": {"results": {"match_count": 3, "match_threshold": 0.3},
              "text_splitter": {"chunk_size": 1000, "chunk_overlap": 200}},
            "is_qa_mode": true}')
          """,
          """
          INSERT INTO conversation (uid, chatbot, client_id, user_id, last_seq)
          VALUES ('00000000-0000-0000-0000-000000000003', '00000000-0000-0000-0000-000000000002',
            'old', 'ada', 6)
          """,
          // Two answers at once, as could be then.
          """
          INSERT INTO message (
            conversation, seq, id, chatbot, epoch, author_kind, author_id, author_name, content,
            state, language, in_reply_to, is_qa_mode, node, created_at, updated_at)
          SELECT '00000000-0000-0000-0000-000000000003', seq,
            ('00000000-0000-0000-0000-00000000001' || seq)::uuid,
            '00000000-0000-0000-0000-000000000002', 1,
            CASE WHEN reply THEN 'bot' ELSE 'user' END, 'id', 'name', content,
            state, 'en',
            CASE WHEN reply THEN ('00000000-0000-0000-0000-00000000001' || seq - 1)::uuid END,
            true, CASE WHEN reply THEN 'gone' END, now(), now()
          FROM (VALUES
            (1, false, 'q1', 'complete'), (2, true, 'a1', 'complete'),
            (3, false, 'q2', 'complete'), (4, true, 'half', 'streaming'),
            (5, false, 'q2b', 'complete'), (6, true, '', 'streaming'))
            AS t(seq, reply, content, state)
          """);

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
  void aDatabaseOfTheFirstVersionKeepsWhatWasSaidAndItsOpenAnswersAreInterrupted() {
    House.within(
        new Migrations(List.of(Migrations.File.resource("0001_the_house.sql"))).apply(database()));
    for (String statement : OLD_ROWS) {
      House.within(database().write(statement, Tuple.tuple()));
    }

    House house = new House(url, "one");
    List<LogEntry> entries =
        house.ask(ReadLog.ADDRESS, new ReadLog(OLD_CHATBOT, "old", 0, 9)).entries();
    Turn asked = house.ask(FindTurn.ADDRESS, new FindTurn(OLD_CHATBOT, OLD_UID, OLD_QUESTION));
    Chatbot chatbot = house.ask(FindChatbot.ADDRESS, new FindChatbot(OLD_CHATBOT));
    Turn next = house.ask(OpenTurn.ADDRESS, house.question(chatbot, "old", "q3"));

    assertThat(entries)
        .extracting(entry -> entry.message().state())
        .containsExactly(
            MessageState.COMPLETE,
            MessageState.COMPLETE,
            MessageState.COMPLETE,
            MessageState.INTERRUPTED,
            MessageState.COMPLETE,
            MessageState.INTERRUPTED);
    assertThat(entries.get(1).question()).isEqualTo("q1");
    assertThat(asked.outcome()).isEqualTo(Turn.Outcome.ANSWERED);
    assertThat(House.answer(asked)).isEqualTo(entries.get(1));
    assertThat(next.outcome()).isEqualTo(Turn.Outcome.BEGUN);
    assertThat(House.answer(next).message().epoch()).isEqualTo(2);
    assertThat(next.history())
        .extracting(Turn.Earlier::content)
        .containsExactly("q1", "a1", "q2", "half", "q2b");
    assertThat(house.ask(CloseTurn.ADDRESS, House.closing(House.answer(next), "a3")).moreWait())
        .isFalse();
    house.close();
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
