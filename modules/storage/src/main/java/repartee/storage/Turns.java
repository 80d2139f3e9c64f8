package repartee.storage;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.Author;
import repartee.contract.BeginTurn;
import repartee.contract.FindTurn;
import repartee.contract.LogEntry;
import repartee.contract.LogGrew;
import repartee.contract.Message;
import repartee.contract.NextTurn;
import repartee.contract.OpenTurn;
import repartee.contract.Problem;
import repartee.contract.ReadTurn;
import repartee.contract.Turn;
import repartee.contract.TurnOrder;

/**
 * Questions and what becomes of them: an answer at once, an answer when its turn comes, or none.
 */
final class Turns {
  static final String FIND =
      """
      WITH question AS MATERIALIZED (
        SELECT c.uid, c.revision, c.held_by_id, c.held_by_name, q.id, q.answer
        FROM conversation c JOIN message q ON q.conversation = $2 AND q.id = $3
        WHERE c.chatbot IS NOT DISTINCT FROM $1 AND c.uid = $2
      ), part AS MATERIALIZED (
        SELECT uid, revision, held_by_id, held_by_name, id FROM question
        UNION ALL
        SELECT uid, revision, held_by_id, held_by_name, answer FROM question
      )
      SELECT p.revision, p.held_by_id, p.held_by_name, e.*
      FROM part p JOIN log_entry e ON e.conversation = p.uid AND e.id = p.id
      """;

  // What comes after it sees all that was committed before the lock was had.
  private static final String LOCK =
      """
      SELECT uid FROM conversation
      WHERE chatbot IS NOT DISTINCT FROM $1 AND uid = $2
        AND status = 'bot' AND answering IS NULL AND waiting > 0
      FOR NO KEY UPDATE
      """;

  static final String BEGIN =
      """
      WITH question AS (
        SELECT conversation, seq, id, language FROM message
        WHERE conversation = $1 AND waits ORDER BY seq LIMIT $2
      ), asked AS (
        SELECT count(*)::int AS questions, min(seq) AS first, max(seq) AS last,
          clock_timestamp() AS at
        FROM question
      ), advanced AS (
        UPDATE conversation c
        SET last_seq = c.last_seq + 1, answered_seq = c.last_seq + 1, answering = $3,
          waiting = c.waiting - a.questions, revision = c.revision + 1, updated_at = a.at
        FROM asked a WHERE c.uid = $1 AND a.questions > 0
        RETURNING c.chatbot, c.last_seq, c.epoch, a.first, a.last, a.at
      ), answered AS (
        UPDATE message m SET waits = false, answer = $3
        FROM question q WHERE m.conversation = q.conversation AND m.id = q.id
      )
      INSERT INTO message (
        conversation, seq, id, chatbot, epoch, author_kind, author_id, author_name, content, state,
        language, in_reply_to, asked_seq, is_qa_mode, node, created_at, updated_at)
      SELECT $1, a.last_seq, $3, a.chatbot, a.epoch, 'bot', $4, $5, '', 'streaming',
        q.language, q.id, a.first, $6, $7, a.at, a.at
      FROM advanced a JOIN question q ON q.seq = a.last
      """;

  private static final String NAMED =
      """
      SELECT uid FROM (SELECT conversation_named($1, $2, $3) AS uid) named WHERE uid IS NOT NULL
      """;

  private static final String NO_ANSWER = "There is no such answer.";

  private final Database database;
  private final EventBus bus;
  private final LogWriter log;
  private final Doubts doubts;

  Turns(Database database, EventBus bus, LogWriter log, Doubts doubts) {
    this.database = database;
    this.bus = bus;
    this.log = log;
    this.doubts = doubts;
  }

  Future<Turn> open(OpenTurn asked) {
    long askedNanos = System.nanoTime();
    Entry entry = Entry.of(asked);
    return log.write(entry)
        .compose(
            outcome ->
                switch (outcome) {
                  case Outcome.Written written -> opened(asked, entry, written);
                  case Outcome.Seen(UUID uid, UUID message) ->
                      find(new FindTurn(asked.chatbotId(), uid, message));
                })
        .onSuccess(turn -> doubts.addIfLate(askedNanos, turn));
  }

  Future<Turn> find(FindTurn asked) {
    return database
        .read(FIND, Tuple.of(asked.chatbotId(), asked.conversationUid(), asked.questionId()))
        .compose(rows -> found(asked, rows));
  }

  /** A turn that may be long over, as whoever wrote its answer had it. */
  Future<Turn> read(ReadTurn asked) {
    return database
        .read(NAMED, Rows.named(asked.chatbotId(), asked.conversation()))
        .compose(
            rows ->
                Rows.one(
                    rows, row -> row.getUUID("uid"), Problem.Kind.UNKNOWN_CONVERSATION, NO_ANSWER))
        .compose(
            uid ->
                database.read(
                    BegunTurns.READ_ANY,
                    BegunTurns.arguments(
                        List.of(new BegunTurns.Key(uid, asked.answerId(), null, null)))))
        .map(BegunTurns::turns)
        .map(
            turns -> {
              if (turns.isEmpty()) {
                throw new Problem(Problem.Kind.UNKNOWN_CONVERSATION, NO_ANSWER);
              }
              return turns.getFirst();
            });
  }

  Future<NextTurn> begin(BeginTurn asked) {
    long askedNanos = System.nanoTime();
    UUID answer = UUID.randomUUID();
    return database
        .transaction(
            connection ->
                connection
                    .preparedQuery(LOCK)
                    .execute(Tuple.of(asked.chatbotId(), asked.conversationUid()))
                    .compose(
                        rows ->
                            rows.size() == 0
                                ? Future.succeededFuture(List.<Turn>of())
                                : begin(connection, asked, answer)))
        .onFailure(failure -> doubts.add(failure, answer, asked.node()))
        .onSuccess(
            turns ->
                turns.forEach(
                    turn -> {
                      doubts.addIfLate(askedNanos, turn);
                      LogGrew.EVENT.publish(
                          bus, new LogGrew(asked.conversationUid(), turn.revision()));
                    }))
        .map(turns -> new NextTurn(turns.isEmpty() ? null : turns.getFirst()));
  }

  private static Future<List<Turn>> begin(SqlConnection connection, BeginTurn asked, UUID answer) {
    Tuple arguments =
        Tuple.tuple()
            .addUUID(asked.conversationUid())
            .addValue(atOnce(asked.order()))
            .addUUID(answer)
            .addString(asked.bot().id())
            .addString(asked.bot().name())
            .addBoolean(asked.isQaMode())
            .addString(asked.node());
    var key = new BegunTurns.Key(asked.conversationUid(), answer, null, asked.memorySize());
    return connection
        .preparedQuery(BEGIN)
        .execute(arguments)
        .compose(
            begun ->
                connection
                    .preparedQuery(BegunTurns.READ)
                    .execute(BegunTurns.arguments(List.of(key))))
        .map(BegunTurns::turns);
  }

  /** How many questions an answer is for; null: all that wait. */
  private static @Nullable Long atOnce(TurnOrder order) {
    return switch (order) {
      case QUEUE -> 1L;
      case COALESCE, INTERRUPT -> null;
    };
  }

  private Future<Turn> opened(OpenTurn asked, Entry entry, Outcome.Written written) {
    LogEntry question = entry(asked, written.message(entry), null, null);
    Entry.Reply reply = entry.reply();
    if (written.fate() != Outcome.Fate.BEGUN || reply == null) {
      Turn.Outcome outcome =
          written.fate() == Outcome.Fate.WAITS ? Turn.Outcome.WAITS : Turn.Outcome.HELD;
      return Future.succeededFuture(
          new Turn(outcome, question, null, List.of(), written.heldBy(), written.revision()));
    }
    LogEntry answer = entry(asked, written.answer(entry, reply), asked.question(), asked.node());
    Turn begun =
        new Turn(Turn.Outcome.BEGUN, question, answer, written.history(), null, written.revision());
    return written.moved() ? again(asked, begun, answer.message()) : Future.succeededFuture(begun);
  }

  /** With what was said while the statement waited; without it if it cannot be had. */
  private Future<Turn> again(OpenTurn asked, Turn begun, Message answer) {
    var key =
        new BegunTurns.Key(
            answer.conversationUid(), answer.id(), answer.epoch(), asked.memorySize());
    return database
        .read(BegunTurns.READ, BegunTurns.arguments(List.of(key)))
        .map(BegunTurns::turns)
        .map(turns -> turns.isEmpty() ? begun : turns.getFirst())
        .otherwise(begun);
  }

  private static LogEntry entry(
      OpenTurn asked, Message message, @Nullable String question, @Nullable String node) {
    return new LogEntry(
        asked.chatbotId(), message, question, asked.isQaMode(), "", node, null, false);
  }

  private static Future<Turn> found(FindTurn asked, RowSet<Row> rows) {
    LogEntry question = null;
    LogEntry answer = null;
    Turn.Outcome outcome = Turn.Outcome.HELD;
    Author heldBy = null;
    int revision = 0;
    for (Row row : rows) {
      revision = row.getInteger("revision");
      LogEntry entry = Rows.entry(row);
      if (!entry.message().id().equals(asked.questionId())) {
        answer = entry;
      } else if (entry.message().author().kind() != Author.Kind.BOT) {
        question = entry;
        heldBy = Rows.holder(row, "held_by_id", "held_by_name");
        outcome = row.getBoolean("waits") ? Turn.Outcome.WAITS : Turn.Outcome.HELD;
      }
    }
    if (question == null) {
      return Future.failedFuture(
          new Problem(Problem.Kind.UNKNOWN_CONVERSATION, "There is no such question."));
    }
    return Future.succeededFuture(
        answer != null
            ? new Turn(Turn.Outcome.ANSWERED, question, answer, List.of(), null, revision)
            : new Turn(
                outcome,
                question,
                null,
                List.of(),
                outcome == Turn.Outcome.HELD ? heldBy : null,
                revision));
  }
}
