package repartee.bench;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Conversations that are over, put into the measured server's tables as turns would have left them:
 * to have so many said one after the other would take hours.
 */
final class Past {
  private static final String CONVERSATIONS =
      """
      INSERT INTO conversation (uid, chatbot, user_id, last_seq, answered_seq)
      SELECT uid, $2, 'anna', $3, $3 FROM unnest($1::uuid[]) AS t(uid)
      """;

  // Questions and answers take turns; each knows the other by an id that both can compute.
  private static final String MESSAGES =
      """
      INSERT INTO message (
        conversation, seq, id, chatbot, epoch, author_kind, author_id, author_name, content, state,
        language, in_reply_to, answer, is_qa_mode, created_at, updated_at)
      SELECT uid, seq, md5(uid::text || seq)::uuid, $2, 1, author, author, author,
        CASE author WHEN 'bot' THEN repeat($4, 10) ELSE $4 || seq END, 'complete', 'en',
        CASE author WHEN 'bot' THEN md5(uid::text || seq - 1)::uuid END,
        CASE author WHEN 'user' THEN md5(uid::text || seq + 1)::uuid END, true,
        now() + seq * interval '1 millisecond', now() + seq * interval '1 millisecond'
      FROM unnest($1::uuid[]) AS t(uid), generate_series(1, $3::int) AS s(seq),
        LATERAL (SELECT CASE seq % 2 WHEN 0 THEN 'bot' ELSE 'user' END AS author) a
      ORDER BY uid, seq
      """;

  private static final String LAST_ANSWERS =
      """
      SELECT conversation, id FROM message
      WHERE conversation = ANY ($1) AND seq = $2 ORDER BY conversation
      """;

  private static final String TEXT =
      "The workshop checks spokes, bearings, brakes and lights, oils the hub and fills the tyres. ";

  private Past() {}

  /** The last answer of a conversation. */
  record Ended(UUID conversation, UUID answer) {}

  /** How long each answer is. */
  static int answerLength() {
    return 10 * TEXT.length();
  }

  /** So many conversations of so many messages each, the last of them an answer. */
  static Future<List<Ended>> fill(Pool sql, UUID chatbot, int conversations, int messages) {
    UUID[] uids = Stream.generate(UUID::randomUUID).limit(conversations).toArray(UUID[]::new);
    return sql.preparedQuery(CONVERSATIONS)
        .execute(Tuple.of(uids, chatbot, messages))
        .compose(
            made -> sql.preparedQuery(MESSAGES).execute(Tuple.of(uids, chatbot, messages, TEXT)))
        .compose(said -> sql.preparedQuery(LAST_ANSWERS).execute(Tuple.of(uids, messages)))
        .map(
            rows ->
                rows.stream()
                    .map(row -> new Ended(row.getUUID("conversation"), row.getUUID("id")))
                    .toList());
  }

  /** What autovacuum would do some time later, in the midst of a round. */
  static Future<Void> settle(Pool sql) {
    return sql.query("VACUUM (ANALYZE) conversation, message").execute().mapEmpty();
  }
}
