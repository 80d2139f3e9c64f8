package repartee.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import repartee.contract.Chatbot;
import repartee.contract.Figures;
import repartee.contract.FindFigures;
import repartee.testkit.PostgreSQL;

/** What it costs to look at figures, in pages that PostgreSQL looks at. */
final class FigureCostTest {
  private static final Pattern PAGES = Pattern.compile("shared hit=(\\d+)(?: read=(\\d+))?");

  // 50 messages each; one in forty conversations is of this week, the others are half a year old.
  private static final String FILL =
      """
      WITH talk AS (
        INSERT INTO conversation (uid, chatbot, user_id, last_seq, created_at, updated_at)
        SELECT gen_random_uuid(), $1, 'ada', 50, at, at
        FROM generate_series(1, $2::int) AS t(number)
        CROSS JOIN LATERAL (
          SELECT now() - CASE number % 40 WHEN 0 THEN '1 hour' ELSE '180 days' END::interval AS at
        ) AS times
        RETURNING uid, created_at
      )
      INSERT INTO message (
        conversation, seq, id, chatbot, epoch, author_kind, author_id, author_name, content, state,
        language, is_qa_mode, first_text_ms, created_at, updated_at)
      SELECT uid, seq, gen_random_uuid(), $1, 1, CASE seq % 2 WHEN 0 THEN 'bot' ELSE 'user' END,
        'id', 'name', repeat('words ', 30), 'complete', 'en', true, seq, created_at, created_at
      FROM talk CROSS JOIN generate_series(1, 50) AS t(seq)
      """;

  @Test
  void ofAHundredThousandMessagesOnlyThoseOfTheDaysAreLookedAt() {
    String url = PostgreSQL.freshDatabase();
    House house = new House(url, "one");
    Database database = new Database(house.vertx, House.configuration(url, 60_000), "test");
    Chatbot mine = house.chatbot();
    Chatbot other = house.chatbot();
    for (int part = 0; part < 10; part++) {
      House.within(database.write(FILL, Tuple.of(mine.id(), 200)));
    }
    House.within(database.write(FILL, Tuple.of(other.id(), 80)));
    House.within(database.write("ANALYZE", Tuple.tuple()));

    Figures figures = house.ask(FindFigures.ADDRESS, new FindFigures(mine.accountId(), null, 7));

    assertThat(figures.days().stream().mapToLong(Figures.Day::questions).sum()).isEqualTo(50 * 25);
    Tuple week = Tuple.of(mine.accountId(), null, 7);
    Tuple worst = Tuple.of(mine.accountId(), null, 7, 1000);
    for (String plan :
        new String[] {
          explained(database, FigureTable.FIGURES, week),
          explained(database, FigureTable.UNANSWERED, worst)
        }) {
      assertThat(plan).doesNotContain("Seq Scan on message", "Seq Scan on conversation");
      // Fifty conversations of fifty messages, by an index.
      assertThat(pages(plan)).as(plan).isLessThan(2 * 50 * 50);
    }
    House.within(database.close());
    house.close();
  }

  private static String explained(Database database, String sql, Tuple arguments) {
    RowSet<Row> rows =
        House.within(database.write("EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) " + sql, arguments));
    return Rows.all(rows, row -> row.getString(0)).stream().collect(Collectors.joining("\n"));
  }

  /** The first line that counts them is of the whole. */
  private static int pages(String plan) {
    Matcher counted = PAGES.matcher(plan);
    assertThat(counted.find()).isTrue();
    String read = counted.group(2);
    return Integer.parseInt(counted.group(1)) + (read == null ? 0 : Integer.parseInt(read));
  }
}
