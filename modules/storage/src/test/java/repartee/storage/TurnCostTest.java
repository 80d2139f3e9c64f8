package repartee.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import repartee.contract.AnswerRef;
import repartee.contract.Chatbot;
import repartee.contract.CloseTurn;
import repartee.contract.FindRunning;
import repartee.contract.LogEntry;
import repartee.contract.MessageState;
import repartee.contract.OpenTurn;
import repartee.testkit.PostgreSQL;

/** What a turn costs, in pages that PostgreSQL looks at. */
class TurnCostTest {
  private static final Pattern PAGES = Pattern.compile("shared hit=(\\d+)(?: read=(\\d+))?");
  private static final Pattern BY_CONVERSATION_ALONE =
      Pattern.compile(
          "using message_(id|pkey) on .*\\n *Index Cond: \\(conversation = [^)]*\\)\\n");
  private static final int LONG = 10_000;

  private static final String FILL =
      """
      WITH longer AS (
        UPDATE conversation SET last_seq = $2, answered_seq = $2 WHERE uid = $1
      )
      INSERT INTO message (
        conversation, seq, id, chatbot, epoch, author_kind, author_id, author_name, content, state,
        language, is_qa_mode, created_at, updated_at)
      SELECT $1, seq, gen_random_uuid(), $3, 1, CASE seq % 2 WHEN 0 THEN 'bot' ELSE 'user' END,
        'id', 'name', repeat('words ', 30), 'complete', 'en', true, now(), now()
      FROM generate_series(3, $2::int) AS t(seq)
      """;

  private static House house;
  private static Database database;
  private static Chatbot chatbot;

  @BeforeAll
  static void open() {
    String url = PostgreSQL.freshDatabase();
    house = new House(url, "one");
    database = new Database(house.vertx, House.configuration(url, 60_000), "test");
    chatbot = house.chatbot();
  }

  @AfterAll
  static void close() {
    House.within(database.close());
    house.close();
  }

  @Test
  void aTurnLooksAtAsManyPagesInALongConversationAsInAShortOneAndReadsNoTable() {
    conversation("short", 10);
    conversation("long", LONG);
    turn("short");
    turn("long");

    List<String> shortTurn = turn("short");
    List<String> longTurn = turn("long");

    for (int statement = 0; statement < 2; statement++) {
      assertThat(longTurn.get(statement)).doesNotContain("Seq Scan on");
      // An index of many messages has one level more than that of few.
      assertThat(pages(longTurn.get(statement)))
          .isLessThanOrEqualTo(pages(shortTurn.get(statement)) + 10);
    }
  }

  @Test
  void aPlanThatWasMadeWhileTablesWereEmptyFindsEachRowByAllThatIsKnownOfIt() {
    String url = PostgreSQL.freshDatabase();
    House fresh = new House(url, "one");
    Database empty = new Database(fresh.vertx, House.configuration(url, 60_000), "test");

    for (String sql :
        List.of(
            LogWriter.WRITE,
            Endings.CLOSE,
            Endings.SAVE,
            BegunTurns.READ,
            Turns.FIND,
            Turns.BEGIN,
            Hands.FIND_RUNNING,
            Hands.TAKE,
            Adoption.ADOPT)) {
      String plan =
          text(
              House.within(
                  empty.transaction(
                      connection ->
                          connection.query("EXPLAIN (GENERIC_PLAN, COSTS OFF) " + sql).execute())));

      assertThat(plan)
          .doesNotContain(
              "Seq Scan on", "conversation_newest", "conversation_active", "message_streaming")
          .doesNotContainPattern(BY_CONVERSATION_ALONE);
    }
    House.within(empty.close());
    fresh.close();
  }

  private static void conversation(String name, int messages) {
    LogEntry first = house.begun(house.question(chatbot, name, "q"));
    house.ask(CloseTurn.ADDRESS, House.closing(first, "a"));
    UUID uid = first.message().conversationUid();
    House.within(database.write(FILL, Tuple.of(uid, messages, chatbot.id())));
  }

  /** The plans of a question and of its answer's end, as they were carried out. */
  private static List<String> turn(String conversation) {
    OpenTurn asked = house.question(chatbot, conversation, "q");
    String write = explained(LogWriter.WRITE, LogWriter.arguments(List.of(Entry.of(asked))));
    AnswerRef answer =
        Objects.requireNonNull(
            house.ask(FindRunning.ADDRESS, new FindRunning(chatbot.id(), conversation)).answer());
    CloseTurn close = new CloseTurn(answer, "a", MessageState.COMPLETE, List.of(), null);
    return List.of(write, explained(Endings.CLOSE, Endings.arguments(List.of(close))));
  }

  private static String explained(String sql, Tuple arguments) {
    RowSet<Row> rows =
        House.within(database.write("EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) " + sql, arguments));
    return text(rows);
  }

  private static String text(RowSet<Row> plan) {
    return Rows.all(plan, row -> row.getString(0)).stream().collect(Collectors.joining("\n"));
  }

  /** The first line that counts them is of the whole. */
  private static int pages(String plan) {
    Matcher counted = PAGES.matcher(plan);
    assertThat(counted.find()).isTrue();
    String read = counted.group(2);
    return Integer.parseInt(counted.group(1)) + (read == null ? 0 : Integer.parseInt(read));
  }
}
