package repartee.storage;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import repartee.contract.LogGrew;
import repartee.contract.Problem;
import repartee.contract.Turn;

/** Puts messages, and the places of their answers, into logs: many in one statement. */
final class LogWriter {
  // One snapshot judges all entries; then rows are locked, in one order so that nodes do not lock
  // each other out. What a conversation is in the middle of, its own row tells under its lock, as
  // it is then: `held` sees the newest version of it, whatever the snapshot says. A refused entry
  // takes no number. Whoever holds the conversation's row holds its last number, so numbers have no
  // gaps. An entry that was judged good and yet found no place (its conversation went away or was
  // made meanwhile, or came twice under two names) has no outcome here. Nor has one that is refused
  // by what happened since the snapshot: its key may have come meanwhile.
  static final String WRITE =
      """
      WITH entry AS (
        SELECT * FROM unnest(
          $1::int[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[],
          $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[],
          $14::boolean[], $15::boolean[], $16::uuid[], $17::text[], $18::text[], $19::uuid[],
          $20::int[], $21::int[], $22::text[], $23::text[])
        AS t(place, chatbot, uid, client_id, client_uid, new_uid, message,
          author_kind, author_id, author_name, content, language, message_key,
          is_qa_mode, admitted, reply, bot_id, bot_name, account, memory_size,
          waiting_max, node, visitor)
      ), met AS (
        SELECT e.*, b.id IS NOT NULL AS chatbot_is_there,
          coalesce(by_uid.uid, by_client_id.uid) AS found,
          coalesce(by_uid.revision, by_client_id.revision) AS revision,
          said.id AS said, said.conversation AS said_in, home.visitor AS said_by_visitor,
          said.content = e.content AND said.author_kind = e.author_kind
            AND said.author_id = e.author_id AS said_the_same
        FROM entry e
        LEFT JOIN chatbot b ON b.id = e.chatbot
        LEFT JOIN conversation by_uid
          ON by_uid.uid = coalesce(e.uid, e.client_uid)
            AND by_uid.chatbot IS NOT DISTINCT FROM e.chatbot
            AND (e.visitor = '' OR by_uid.visitor = e.visitor)
        LEFT JOIN conversation by_client_id
          ON by_client_id.chatbot = e.chatbot AND by_client_id.client_id = e.client_id
            AND by_client_id.visitor = e.visitor
        LEFT JOIN message said ON said.chatbot = e.chatbot AND said.message_key = e.message_key
        -- A join, as EXISTS would become a scan of the whole table where it was empty once.
        LEFT JOIN conversation home ON home.uid = said.conversation
      ), judged AS MATERIALIZED (
        SELECT *, CASE
          WHEN NOT chatbot_is_there THEN 'UNKNOWN_CHATBOT'
          WHEN uid IS NOT NULL AND found IS NULL THEN 'UNKNOWN_CONVERSATION'
          WHEN said IS NULL AND NOT admitted THEN 'NOT_ADMITTED'
          WHEN said IS NULL THEN 'WRITTEN'
          WHEN said_the_same AND (found = said_in OR uid IS NULL AND client_id IS NULL)
            AND (visitor = '' OR visitor = said_by_visitor)
            THEN 'SEEN'
          ELSE 'KEY_REUSED' END AS outcome
        FROM met
      ), held AS MATERIALIZED (
        SELECT j.place, j.reply, j.author_kind, j.author_id, c.uid, c.answered_seq,
          c.revision <> j.revision AS moved,
          j.reply IS NOT NULL AND c.status = 'bot' AS wants,
          c.answering IS NULL AND c.waiting = 0 AS free,
          c.waiting >= j.waiting_max AS full
        FROM judged j JOIN conversation c ON c.uid = j.found
        WHERE j.outcome = 'WRITTEN'
        ORDER BY c.uid FOR NO KEY UPDATE OF c
      ), advanced AS (
        UPDATE conversation c
        SET last_seq = c.last_seq + CASE WHEN h.wants AND h.free THEN 2 ELSE 1 END,
          answered_seq = CASE WHEN h.wants AND h.free THEN c.last_seq + 2 ELSE c.answered_seq END,
          answering = CASE WHEN h.wants AND h.free THEN h.reply ELSE c.answering END,
          waiting = c.waiting + CASE WHEN h.wants AND NOT h.free THEN 1 ELSE 0 END,
          heard_at = CASE
            WHEN c.status = 'human' AND h.author_kind = 'agent' AND c.held_by_id = h.author_id
            THEN now() ELSE c.heard_at END,
          unanswered = CASE
            WHEN h.author_kind = 'agent' THEN false
            ELSE c.unanswered OR h.author_kind = 'user' AND NOT h.wants END,
          done = c.done AND h.author_kind <> 'user',
          read_seq = CASE WHEN h.author_kind = 'agent' THEN c.last_seq + 1 ELSE c.read_seq END,
          revision = c.revision + 1, updated_at = now()
        FROM held h
        WHERE c.uid = h.uid AND (h.free OR NOT h.wants OR NOT h.full)
        RETURNING h.place, c.uid, CASE WHEN c.visitor = '' THEN c.client_id END AS client_id,
          c.last_seq, c.epoch, c.revision, c.held_by_id,
          c.held_by_name, h.answered_seq, h.moved, h.wants AND h.free AS begun,
          h.wants AND NOT h.free AS waits
      ), made AS (
        INSERT INTO conversation AS c
          (uid, chatbot, client_id, visitor, user_id, last_seq, answered_seq, answering, read_seq)
        SELECT new_uid, chatbot, client_id, visitor, author_id,
          CASE WHEN reply IS NULL THEN 1 ELSE 2 END, CASE WHEN reply IS NULL THEN 0 ELSE 2 END,
          reply, CASE WHEN author_kind = 'agent' THEN 1 ELSE 0 END
        FROM judged WHERE outcome = 'WRITTEN' AND found IS NULL
        ORDER BY chatbot, client_id, visitor
        ON CONFLICT (chatbot, client_id, visitor) DO NOTHING
        RETURNING c.uid, CASE WHEN c.visitor = '' THEN c.client_id END AS client_id, c.last_seq,
          c.epoch, c.revision, c.answering
      ), placed AS (
        SELECT * FROM advanced
        UNION ALL
        SELECT j.place, m.uid, m.client_id, m.last_seq, m.epoch, m.revision, NULL, NULL, 0, false,
          m.answering IS NOT NULL, false
        FROM made m JOIN judged j ON j.new_uid = m.uid
      ), written AS (
        INSERT INTO message (
          conversation, seq, id, chatbot, epoch, author_kind, author_id, author_name, content,
          state, language, in_reply_to, answer, waits, message_key, is_qa_mode, node, created_at,
          updated_at)
        SELECT p.uid, p.last_seq - CASE WHEN p.begun THEN 1 ELSE 0 END, j.message,
          j.chatbot, p.epoch, j.author_kind, j.author_id, j.author_name, j.content, 'complete',
          j.language, NULL, CASE WHEN p.begun THEN j.reply END, p.waits, j.message_key,
          j.is_qa_mode, NULL, now(), now()
        FROM placed p JOIN judged j USING (place)
        UNION ALL
        SELECT p.uid, p.last_seq, j.reply, j.chatbot, p.epoch, 'bot', j.bot_id, j.bot_name, '',
          'streaming', j.language, j.message, NULL, false, NULL, j.is_qa_mode, j.node,
          -- Ordered by time, too.
          now() + interval '1 microsecond', now() + interval '1 microsecond'
        FROM placed p JOIN judged j USING (place) WHERE p.begun
        RETURNING id, answer, waits
      ), counted AS (
        -- Last, because all turns of an account meet here.
        INSERT INTO usage AS u (account, month, turns)
        SELECT j.account, date_trunc('month', now(), 'UTC'), count(*)
        FROM written w JOIN judged j ON j.message = w.id
        WHERE w.waits OR w.answer IS NOT NULL
        GROUP BY j.account ORDER BY j.account
        ON CONFLICT (account, month) DO UPDATE SET turns = u.turns + excluded.turns
      )
      SELECT j.place, coalesce(p.uid, j.said_in) AS uid, p.client_id, p.last_seq,
        p.epoch AS conversation_epoch, p.revision, p.held_by_id, p.held_by_name, p.moved,
        now() AS written_at, j.said,
        CASE
          WHEN j.outcome <> 'WRITTEN' THEN j.outcome
          WHEN p.place IS NULL THEN 'FULL'
          WHEN j.reply IS NULL THEN 'SAID'
          WHEN p.begun THEN 'BEGUN'
          WHEN p.waits THEN 'WAITS'
          ELSE 'HELD' END AS outcome,
        earlier.author_kind, earlier.author_id, earlier.author_name, earlier.content
      FROM judged j LEFT JOIN placed p USING (place)
      LEFT JOIN LATERAL (
        -- Its sources are left out: they are most of a message, and no model is shown them again.
        SELECT seq, author_kind, author_id, author_name, content FROM message
        WHERE conversation = p.uid AND seq <= p.last_seq - 2
          AND state <> 'streaming' AND content <> ''
        ORDER BY seq DESC
        LIMIT CASE
          WHEN p.begun THEN greatest(j.memory_size, least(50, p.last_seq - 2 - p.answered_seq))
          ELSE 0 END
      ) earlier ON true
      WHERE j.outcome <> 'WRITTEN' OR p.place IS NOT NULL OR EXISTS (
        SELECT FROM held h WHERE h.place = j.place AND h.wants AND NOT h.free AND h.full
          AND NOT (h.moved AND j.message_key IS NOT NULL))
      ORDER BY j.place, earlier.seq
      """;

  private final Database database;
  private final EventBus bus;
  private final Doubts doubts;
  private final Batcher<Entry, Outcome> batcher;

  LogWriter(Database database, EventBus bus, Doubts doubts, StorageConfiguration configuration) {
    this.database = database;
    this.bus = bus;
    this.doubts = doubts;
    this.batcher =
        new Batcher<>(
            configuration.batchMax(), configuration.waitQueueMax(), Entry::touches, this::send);
    Measures.watch("write", batcher);
  }

  Future<Outcome> write(Entry entry) {
    return batcher.add(entry);
  }

  private Future<Map<Integer, Future<Outcome>>> send(List<Entry> entries) {
    return database
        .write(WRITE, arguments(entries))
        .onFailure(
            failure ->
                entries.stream()
                    .map(Entry::reply)
                    .filter(Objects::nonNull)
                    .forEach(reply -> doubts.add(failure, reply.messageId(), reply.node())))
        .map(this::outcomes);
  }

  private Map<Integer, Future<Outcome>> outcomes(RowSet<Row> rows) {
    Map<Integer, Future<Outcome>> outcomes = new HashMap<>();
    Map<Integer, List<Turn.Earlier>> histories = new HashMap<>();
    for (Row row : rows) {
      int place = row.getInteger("place");
      List<Turn.Earlier> history = histories.get(place);
      if (history == null) {
        history = new ArrayList<>();
        histories.put(place, history);
        outcomes.put(place, outcome(row, history));
      }
      String content = row.getString("content");
      if (content != null) {
        history.add(new Turn.Earlier(Rows.author(row), content));
      }
    }
    return outcomes;
  }

  private Future<Outcome> outcome(Row row, List<Turn.Earlier> history) {
    String outcome = row.getString("outcome");
    return switch (outcome) {
      case "SAID", "BEGUN", "WAITS", "HELD" -> {
        Outcome.Written written = Outcome.Written.of(row, history);
        LogGrew.EVENT.publish(bus, new LogGrew(written.uid(), written.revision()));
        yield Future.succeededFuture(written);
      }
      case "SEEN" ->
          Future.succeededFuture(new Outcome.Seen(row.getUUID("uid"), row.getUUID("said")));
      case "UNKNOWN_CHATBOT" -> refused(Problem.Kind.UNKNOWN_CHATBOT, "There is no such chatbot.");
      case "UNKNOWN_CONVERSATION" ->
          refused(
              Problem.Kind.UNKNOWN_CONVERSATION,
              "There is no such conversation. Leave conversation_uid out to begin one.");
      case "NOT_ADMITTED" ->
          refused(Problem.Kind.TOO_FAST, "Too many questions at once. Please ask again later.");
      case "FULL" ->
          refused(
              Problem.Kind.BUSY,
              "Too many questions of this conversation wait. Please ask again soon.");
      default ->
          refused(
              Problem.Kind.KEY_REUSED,
              "This message_key was used for another question. Please take a new one.");
    };
  }

  private static Future<Outcome> refused(Problem.Kind kind, String sentence) {
    return Future.failedFuture(new Problem(kind, sentence));
  }

  static Tuple arguments(List<Entry> entries) {
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
        .addValue(column(entries, Boolean[]::new, Entry::admitted))
        .addValue(reply(entries, UUID[]::new, Entry.Reply::messageId))
        .addValue(reply(entries, String[]::new, reply -> reply.bot().id()))
        .addValue(reply(entries, String[]::new, reply -> reply.bot().name()))
        .addValue(reply(entries, UUID[]::new, Entry.Reply::accountId))
        .addValue(reply(entries, Integer[]::new, Entry.Reply::memorySize))
        .addValue(reply(entries, Integer[]::new, Entry.Reply::waitingMax))
        .addValue(reply(entries, String[]::new, Entry.Reply::node))
        .addValue(column(entries, String[]::new, Entry::visitor));
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
