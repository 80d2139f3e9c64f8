package repartee.storage;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.Figures;
import repartee.contract.FindFigures;
import repartee.contract.FindUnanswered;
import repartee.contract.Unanswered;

/** What was asked, day by day, and what became of it: counted when somebody looks. */
final class FigureTable {
  // Nothing was said lately in a conversation that was not active lately, so the index of active
  // hours finds all that there is to count, and turns keep no other.
  private static final String LATELY =
      """
      WITH first AS (
        SELECT (now() AT TIME ZONE 'UTC')::date - ($3::int - 1) AS day
      ), active AS MATERIALIZED (
        SELECT c.uid, c.chatbot, first.day::timestamp AT TIME ZONE 'UTC' AS since
        FROM first
        JOIN chatbot b ON b.account = $1 AND ($2::uuid IS NULL OR b.id = $2)
        CROSS JOIN unnest(ARRAY['waiting', 'bot', 'human', 'done']) AS every(state)
        JOIN conversation c ON c.chatbot = b.id AND c.state = every.state
          AND c.active_hour >= first.day::timestamp AT TIME ZONE 'UTC'
      )\
      """;

  static final String FIGURES =
      LATELY
          + """
          , said AS (
            SELECT (m.created_at AT TIME ZONE 'UTC')::date AS day,
              count(*) FILTER (WHERE m.author_kind = 'user') AS questions,
              count(*) FILTER (WHERE m.author_kind = 'bot' AND (
                m.state = 'stopped' OR m.state = 'complete' AND m.related_docs <> '[]')) AS answered,
              count(*) FILTER (WHERE m.author_kind = 'bot' AND (
                m.state IN ('failed', 'interrupted')
                OR m.state = 'complete' AND m.related_docs = '[]')) AS not_answered,
              count(*) FILTER (WHERE m.feedback_score = 1) AS helpful,
              count(*) FILTER (WHERE m.feedback_score = -1) AS not_helpful,
              round(percentile_cont(0.5) WITHIN GROUP (ORDER BY m.first_text_ms))::int AS median,
              round(percentile_cont(0.9) WITHIN GROUP (ORDER BY m.first_text_ms))::int AS p90
            FROM active a JOIN message m ON m.conversation = a.uid AND m.created_at >= a.since
            GROUP BY 1
          ), taken AS (
            SELECT (t.taken_at AT TIME ZONE 'UTC')::date AS day, count(*) AS handed_over
            FROM active a JOIN takeover t ON t.conversation = a.uid AND t.taken_at >= a.since
            GROUP BY 1
          )
          SELECT (first.day + back.days)::text AS day,
            coalesce(s.questions, 0) AS questions, coalesce(s.answered, 0) AS answered,
            coalesce(s.not_answered, 0) AS not_answered, coalesce(t.handed_over, 0) AS handed_over,
            coalesce(s.helpful, 0) AS helpful, coalesce(s.not_helpful, 0) AS not_helpful,
            s.median, s.p90
          FROM first CROSS JOIN generate_series(0, $3::int - 1) AS back(days)
          LEFT JOIN said s ON s.day = first.day + back.days
          LEFT JOIN taken t ON t.day = first.day + back.days
          ORDER BY first.day + back.days
          """;

  static final String UNANSWERED =
      LATELY
          + """
          , nothing AS (
            SELECT q.content, q.created_at, a.uid, a.chatbot
            FROM active a
            JOIN message m ON m.conversation = a.uid AND m.created_at >= a.since
            JOIN message q ON q.conversation = a.uid AND q.id = m.in_reply_to
            WHERE m.author_kind = 'bot' AND m.state = 'complete' AND m.related_docs = '[]'
          ), asked AS (
            SELECT chatbot, count(*) AS count, max(created_at) AS last_asked_at,
              left((array_agg(content ORDER BY created_at DESC))[1], 500) AS question,
              (array_agg(uid ORDER BY created_at DESC))[1] AS uid
            FROM nothing
            GROUP BY chatbot, md5(lower(btrim(content, E' \\n\\t?!.')))
            ORDER BY count(*) DESC, max(created_at) DESC
            LIMIT $4
          )
          SELECT asked.*, b.settings->>'name' AS chatbot_name
          FROM asked JOIN chatbot b ON b.id = asked.chatbot
          ORDER BY count DESC, last_asked_at DESC
          """;

  private final Database database;

  FigureTable(Database database) {
    this.database = database;
  }

  Future<Figures> figures(FindFigures asked) {
    return database
        .read(FIGURES, arguments(asked.accountId(), asked.chatbotId(), asked.days()))
        .map(rows -> new Figures(Rows.all(rows, FigureTable::day)));
  }

  Future<Unanswered> unanswered(FindUnanswered asked) {
    Tuple arguments =
        arguments(asked.accountId(), asked.chatbotId(), asked.days()).addInteger(asked.limit());
    return database
        .read(UNANSWERED, arguments)
        .map(rows -> new Unanswered(Rows.all(rows, FigureTable::question)));
  }

  private static Tuple arguments(UUID account, @Nullable UUID chatbot, int days) {
    return Tuple.tuple().addUUID(account).addUUID(chatbot).addInteger(days);
  }

  private static Figures.Day day(Row row) {
    return new Figures.Day(
        row.getString("day"),
        row.getLong("questions"),
        row.getLong("answered"),
        row.getLong("not_answered"),
        row.getLong("handed_over"),
        row.getLong("helpful"),
        row.getLong("not_helpful"),
        row.getInteger("median"),
        row.getInteger("p90"));
  }

  private static Unanswered.Question question(Row row) {
    return new Unanswered.Question(
        row.getString("question"),
        row.getLong("count"),
        Rows.instant(row, "last_asked_at"),
        row.getUUID("chatbot"),
        row.getString("chatbot_name"),
        row.getUUID("uid"));
  }
}
