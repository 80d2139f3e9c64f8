package repartee.storage;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import repartee.contract.Problem;
import repartee.contract.Turn;

/** Puts messages, and the places of their answers, into logs: many in one statement. */
final class LogWriter {
  // One snapshot judges all entries; then rows are locked, in one order so that nodes do not lock
  // each other out. A refused entry takes no number. Whoever holds the conversation's row holds its
  // last number, so numbers have no gaps. An entry that was judged good and yet found no place
  // (its conversation went away meanwhile, or came twice under two names) has no outcome here.
  private static final String WRITE =
      """
      WITH entry AS (
        SELECT * FROM unnest(
          $1::int[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[],
          $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
          $14::boolean[], $15::uuid[], $16::text[], $17::text[], $18::uuid[], $19::int[],
          $20::text[])
        AS t(place, chatbot, uid, client_id, client_uid, new_uid, message,
          author_kind, author_id, author_name, content, language, message_key,
          is_qa_mode, reply, bot_id, bot_name, account, memory_size,
          node)
      ), met AS (
        SELECT e.*, b.id IS NOT NULL AS chatbot_is_there,
          coalesce(by_uid.uid, by_client_id.uid) AS found,
          said.id AS said, said.conversation AS said_in, answer.id AS answered,
          said.content = e.content AND said.author_kind = e.author_kind
            AND said.author_id = e.author_id
            AND (e.reply IS NULL) = (answer.id IS NULL) AS said_the_same
        FROM entry e
        LEFT JOIN chatbot b ON b.id = e.chatbot
        LEFT JOIN conversation by_uid
          ON by_uid.uid = coalesce(e.uid, e.client_uid) AND by_uid.chatbot = e.chatbot
        LEFT JOIN conversation by_client_id
          ON by_client_id.chatbot = e.chatbot AND by_client_id.client_id = e.client_id
        LEFT JOIN message said ON said.chatbot = e.chatbot AND said.message_key = e.message_key
        LEFT JOIN message answer ON answer.conversation = said.conversation
          AND answer.seq = said.seq + 1 AND answer.in_reply_to = said.id
      ), judged AS MATERIALIZED (
        SELECT *, CASE
          WHEN NOT chatbot_is_there THEN 'UNKNOWN_CHATBOT'
          WHEN uid IS NOT NULL AND found IS NULL THEN 'UNKNOWN_CONVERSATION'
          WHEN said IS NULL THEN 'WRITTEN'
          WHEN said_the_same AND (found = said_in OR uid IS NULL AND client_id IS NULL)
            THEN 'SEEN'
          ELSE 'KEY_REUSED' END AS outcome
        FROM met
      ), held AS (
        SELECT c.uid FROM conversation c
        WHERE c.uid IN (SELECT found FROM judged WHERE outcome = 'WRITTEN')
        ORDER BY c.uid FOR NO KEY UPDATE
      ), advanced AS (
        UPDATE conversation c
        SET last_seq = c.last_seq + CASE WHEN j.reply IS NULL THEN 1 ELSE 2 END, updated_at = now()
        FROM judged j JOIN held h ON h.uid = j.found
        WHERE c.uid = h.uid AND j.outcome = 'WRITTEN'
        RETURNING j.place, c.uid, c.client_id, c.last_seq
      ), made AS (
        INSERT INTO conversation AS c (uid, chatbot, client_id, user_id, last_seq)
        SELECT new_uid, chatbot, client_id, author_id, CASE WHEN reply IS NULL THEN 1 ELSE 2 END
        FROM judged WHERE outcome = 'WRITTEN' AND found IS NULL
        ORDER BY chatbot, client_id
        ON CONFLICT (chatbot, client_id)
        DO UPDATE SET last_seq = c.last_seq + excluded.last_seq, updated_at = now()
        RETURNING c.uid, c.chatbot, c.client_id, c.last_seq
      ), placed AS (
        SELECT * FROM advanced
        UNION ALL
        SELECT j.place, m.uid, m.client_id, m.last_seq
        FROM made m JOIN judged j ON j.outcome = 'WRITTEN' AND j.found IS NULL
          AND (j.new_uid = m.uid OR (j.chatbot = m.chatbot AND j.client_id = m.client_id))
      ), written AS (
        INSERT INTO message (
          conversation, seq, id, chatbot, epoch, author_kind, author_id, author_name, content,
          state, language, in_reply_to, message_key, is_qa_mode, node, created_at, updated_at)
        SELECT p.uid, p.last_seq - CASE WHEN j.reply IS NULL THEN 0 ELSE 1 END, j.message,
          j.chatbot, 1, j.author_kind, j.author_id, j.author_name, j.content, 'complete',
          j.language, NULL, j.message_key, j.is_qa_mode, NULL, now(), now()
        FROM placed p JOIN judged j USING (place)
        UNION ALL
        SELECT p.uid, p.last_seq, j.reply, j.chatbot, 1, 'bot', j.bot_id, j.bot_name, '',
          'streaming', j.language, j.message, NULL, j.is_qa_mode, j.node,
          -- Ordered by time, too.
          now() + interval '1 microsecond', now() + interval '1 microsecond'
        FROM placed p JOIN judged j USING (place) WHERE j.reply IS NOT NULL
        RETURNING id
      ), counted AS (
        -- Last, because all turns of an account meet here.
        INSERT INTO usage AS u (account, month, turns)
        SELECT j.account, date_trunc('month', now(), 'UTC'), count(*)
        FROM written w JOIN judged j ON j.reply = w.id
        GROUP BY j.account ORDER BY j.account
        ON CONFLICT (account, month) DO UPDATE SET turns = u.turns + excluded.turns
      )
      SELECT j.place, coalesce(p.uid, j.said_in) AS uid, p.client_id, p.last_seq,
        now() AS written_at, j.outcome, j.said, j.answered,
        earlier.author_kind, earlier.author_id, earlier.author_name, earlier.content
      FROM judged j LEFT JOIN placed p USING (place)
      LEFT JOIN LATERAL (
        -- Its sources are left out: they are most of a message, and no model is shown them again.
        SELECT seq, author_kind, author_id, author_name, content FROM message
        WHERE conversation = p.uid AND seq <= p.last_seq - 2
          AND state <> 'streaming' AND content <> ''
        ORDER BY seq DESC LIMIT coalesce(j.memory_size, 0)
      ) earlier ON true
      WHERE j.outcome <> 'WRITTEN' OR p.place IS NOT NULL
      ORDER BY j.place, earlier.seq
      """;

  private final Database database;
  private final Batcher<Entry, Outcome> batcher;

  LogWriter(Database database, StorageConfiguration configuration) {
    this.database = database;
    this.batcher =
        new Batcher<>(
            configuration.batchMax(), configuration.waitQueueMax(), Entry::touches, this::send);
  }

  /** What became of an entry. */
  sealed interface Outcome {}

  /**
   * It stands in the log.
   *
   * @param lastSeq the place of the answer, else of the message
   * @param history what was said before, oldest first; only for an answer
   */
  record Written(
      UUID uid, @Nullable String clientId, int lastSeq, Instant at, List<Turn.Earlier> history)
      implements Outcome {}

  /** It was written before, under the same key; {@code answer} as far as it has one. */
  record Seen(UUID uid, UUID message, @Nullable UUID answer) implements Outcome {}

  Future<Outcome> write(Entry entry) {
    return batcher.add(entry);
  }

  private Future<Map<Integer, Future<Outcome>>> send(List<Entry> entries) {
    return database.write(WRITE, arguments(entries)).map(LogWriter::outcomes);
  }

  private static Map<Integer, Future<Outcome>> outcomes(RowSet<Row> rows) {
    Map<Integer, Future<Outcome>> outcomes = new HashMap<>();
    Map<Integer, List<Turn.Earlier>> histories = new HashMap<>();
    for (Row row : rows) {
      int place = row.getInteger("place");
      List<Turn.Earlier> history = histories.computeIfAbsent(place, first -> new ArrayList<>());
      String content = row.getString("content");
      if (content != null) {
        history.add(new Turn.Earlier(Rows.author(row), content));
      }
      outcomes.put(place, outcome(row, history));
    }
    return outcomes;
  }

  private static Future<Outcome> outcome(Row row, List<Turn.Earlier> history) {
    return switch (row.getString("outcome")) {
      case "WRITTEN" ->
          Future.succeededFuture(
              new Written(
                  row.getUUID("uid"),
                  row.getString("client_id"),
                  row.getInteger("last_seq"),
                  Rows.instant(row, "written_at"),
                  history));
      case "SEEN" ->
          Future.succeededFuture(
              new Seen(row.getUUID("uid"), row.getUUID("said"), row.getUUID("answered")));
      case "UNKNOWN_CHATBOT" -> refused(Problem.Kind.UNKNOWN_CHATBOT, "There is no such chatbot.");
      case "UNKNOWN_CONVERSATION" ->
          refused(
              Problem.Kind.UNKNOWN_CONVERSATION,
              "There is no such conversation. Leave conversation_uid out to begin one.");
      default ->
          refused(
              Problem.Kind.KEY_REUSED,
              "This message_key was used for another question. Please take a new one.");
    };
  }

  private static Future<Outcome> refused(Problem.Kind kind, String sentence) {
    return Future.failedFuture(new Problem(kind, sentence));
  }

  private static Tuple arguments(List<Entry> entries) {
    Integer[] places = new Integer[entries.size()];
    for (int place = 0; place < places.length; place++) {
      places[place] = place;
    }
    return Tuple.tuple()
        .addValue(places)
        .addValue(column(entries, UUID[]::new, Entry::chatbotId))
        .addValue(column(entries, UUID[]::new, Entry::uid))
        .addValue(column(entries, String[]::new, e -> e.name() == null ? null : e.name().text()))
        .addValue(column(entries, UUID[]::new, e -> e.name() == null ? null : e.name().uid()))
        .addValue(column(entries, UUID[]::new, Entry::newUid))
        .addValue(column(entries, UUID[]::new, Entry::messageId))
        .addValue(column(entries, String[]::new, e -> Rows.stored(e.author().kind())))
        .addValue(column(entries, String[]::new, e -> e.author().id()))
        .addValue(column(entries, String[]::new, e -> e.author().name()))
        .addValue(column(entries, String[]::new, Entry::content))
        .addValue(column(entries, String[]::new, Entry::language))
        .addValue(column(entries, String[]::new, Entry::messageKey))
        .addValue(column(entries, Boolean[]::new, Entry::isQaMode))
        .addValue(reply(entries, UUID[]::new, Entry.Reply::messageId))
        .addValue(reply(entries, String[]::new, reply -> reply.bot().id()))
        .addValue(reply(entries, String[]::new, reply -> reply.bot().name()))
        .addValue(reply(entries, UUID[]::new, Entry.Reply::accountId))
        .addValue(reply(entries, Integer[]::new, Entry.Reply::memorySize))
        .addValue(reply(entries, String[]::new, Entry.Reply::node));
  }

  private static <T> T[] column(
      List<Entry> entries, IntFunction<T[]> array, Function<Entry, @Nullable T> value) {
    return entries.stream().map(value).toArray(array);
  }

  private static <T> T[] reply(
      List<Entry> entries, IntFunction<T[]> array, Function<Entry.Reply, T> value) {
    return column(entries, array, e -> e.reply() == null ? null : value.apply(e.reply()));
  }
}
