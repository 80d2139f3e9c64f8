package repartee.storage;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import repartee.contract.AnswerRef;
import repartee.contract.Author;
import repartee.contract.Conversation;
import repartee.contract.FindRunning;
import repartee.contract.Json;
import repartee.contract.LogGrew;
import repartee.contract.Problem;
import repartee.contract.Release;
import repartee.contract.Running;
import repartee.contract.TakeOver;

/** In whose hands a conversation is: the bot's, or a person's who has taken it over. */
final class Hands {
  private static final int GIVEN_BACK_AT_ONCE = 1_000;
  private static final String NO_CONVERSATION = "There is no such conversation.";

  static final String FIND_RUNNING =
      """
      WITH named AS MATERIALIZED (
        SELECT uid, answering FROM conversation WHERE uid = conversation_named($1, $2, $3)
      )
      SELECT c.uid, m.seq, m.id, m.epoch, m.node
      FROM named c LEFT JOIN message m ON m.conversation = c.uid AND m.id = c.answering
      """;

  // What comes after it sees all questions that were committed before the lock was had.
  private static final String LOCK =
      """
      SELECT * FROM conversation
      WHERE uid = conversation_named($1, $2, $3)
      FOR NO KEY UPDATE
      """;

  // Of what ends as it was saved readers may have more, and another header: it is begun anew to
  // them, under the epoch that the conversation is raised to.
  static final String TAKE =
      """
      WITH ended AS (
        UPDATE message m
        SET state = 'stopped', content = coalesce($4, m.content),
          related_docs = CASE WHEN $4 IS NULL THEN m.related_docs ELSE $5::text::jsonb END,
          epoch = m.epoch + CASE WHEN $4 IS NULL THEN 1 ELSE 0 END,
          adoptions = m.adoptions + CASE WHEN $4 IS NULL THEN 1 ELSE 0 END,
          updated_at = greatest(now(), m.created_at)
        WHERE m.conversation = $1
          AND m.id = (SELECT answering FROM conversation WHERE uid = $1)
          AND m.state IS NOT DISTINCT FROM 'streaming'
      ), silenced AS (
        UPDATE message SET waits = false WHERE conversation = $1 AND waits
      ), noted AS (
        INSERT INTO takeover (conversation, by_id) VALUES ($1, $2)
      )
      UPDATE conversation
      SET status = 'human', held_by_id = $2, held_by_name = $3, heard_at = now(),
        freed_at = CASE WHEN answering IS NULL THEN freed_at ELSE now() END,
        unanswered = unanswered OR answering IS NOT NULL OR waiting > 0,
        answering = NULL, waiting = 0, epoch = epoch + 1, revision = revision + 1,
        updated_at = now()
      WHERE uid = $1
      RETURNING *
      """;

  private static final String RELEASE =
      """
      UPDATE conversation
      SET status = 'bot', held_by_id = NULL, held_by_name = NULL, heard_at = NULL,
        revision = revision + 1, updated_at = now()
      WHERE uid = $1
      RETURNING *
      """;

  private static final String GIVE_BACK =
      """
      WITH silent AS (
        SELECT uid FROM conversation
        WHERE status = 'human' AND heard_at < now() - $1::int * interval '1 millisecond'
        ORDER BY uid LIMIT $2
        FOR NO KEY UPDATE SKIP LOCKED
      )
      UPDATE conversation c
      SET status = 'bot', held_by_id = NULL, held_by_name = NULL, heard_at = NULL,
        revision = c.revision + 1, updated_at = now()
      FROM silent s WHERE c.uid = s.uid
      RETURNING c.uid, c.revision
      """;

  private final Database database;
  private final EventBus bus;
  private final int personSilentMs;

  Hands(Database database, EventBus bus, StorageConfiguration configuration) {
    this.database = database;
    this.bus = bus;
    this.personSilentMs = configuration.personSilentMs();
  }

  Future<Running> running(FindRunning asked) {
    return database
        .read(FIND_RUNNING, Rows.named(asked.chatbotId(), asked.conversation()))
        .compose(
            rows ->
                Rows.one(
                    rows,
                    row -> running(asked.chatbotId(), row),
                    Problem.Kind.UNKNOWN_CONVERSATION,
                    NO_CONVERSATION));
  }

  Future<Conversation> take(TakeOver asked) {
    return locked(
        asked.chatbotId(), asked.conversation(), (connection, row) -> take(connection, asked, row));
  }

  Future<Conversation> release(Release asked) {
    return locked(asked.chatbotId(), asked.conversation(), Hands::release);
  }

  /** Gives back what people hold who have said nothing for a long time. */
  Future<Void> giveBackSilent() {
    return database
        .write(GIVE_BACK, Tuple.of(personSilentMs, GIVEN_BACK_AT_ONCE))
        .onSuccess(
            rows -> rows.forEach(row -> tell(row.getUUID("uid"), row.getInteger("revision"))))
        .mapEmpty();
  }

  private Future<Conversation> locked(
      UUID chatbotId, String conversation, BiFunction<SqlConnection, Row, Future<Change>> work) {
    return database
        .transaction(
            connection ->
                connection
                    .preparedQuery(LOCK)
                    .execute(Rows.named(chatbotId, conversation))
                    .compose(
                        rows ->
                            rows.size() == 0
                                ? refused(Problem.Kind.UNKNOWN_CONVERSATION, NO_CONVERSATION)
                                : work.apply(connection, rows.iterator().next())))
        .map(this::told);
  }

  private static Future<Change> take(SqlConnection connection, TakeOver asked, Row row) {
    Conversation conversation = Rows.conversation(row, "");
    Author heldBy = conversation.heldBy();
    if (heldBy != null) {
      return heldBy.id().equals(asked.by().id())
          ? Future.succeededFuture(new Change(conversation, false))
          : refused(Problem.Kind.HELD_BY_OTHER, "Another person has this conversation.");
    }
    TakeOver.AnswerEnd end = asked.running();
    UUID answering = row.getUUID("answering");
    if (answering != null && !isTheOne(end, answering, row.getInteger("epoch"))) {
      return refused(Problem.Kind.OTHER_EPOCH, "Another answer is being written by now.");
    }
    Tuple arguments =
        Tuple.tuple()
            .addUUID(conversation.uid())
            .addString(asked.by().id())
            .addString(asked.by().name())
            .addValue(end == null ? null : end.content())
            .addValue(end == null ? null : Json.compact(end.relatedDocs()));
    return connection
        .preparedQuery(TAKE)
        .execute(arguments)
        .map(rows -> new Change(Rows.conversation(rows.iterator().next(), ""), true));
  }

  private static Future<Change> release(SqlConnection connection, Row row) {
    Conversation conversation = Rows.conversation(row, "");
    return conversation.heldBy() == null
        ? Future.succeededFuture(new Change(conversation, false))
        : connection
            .preparedQuery(RELEASE)
            .execute(Tuple.of(conversation.uid()))
            .map(rows -> new Change(Rows.conversation(rows.iterator().next(), ""), true));
  }

  private static boolean isTheOne(TakeOver.@Nullable AnswerEnd end, UUID answering, int epoch) {
    return end != null
        && end.answer().messageId().equals(answering)
        && end.answer().epoch() == epoch;
  }

  private static Running running(UUID chatbotId, Row row) {
    UUID uid = row.getUUID("uid");
    UUID id = row.getUUID("id");
    return id == null
        ? new Running(uid, null, null)
        : new Running(
            uid,
            new AnswerRef(chatbotId, uid, row.getInteger("seq"), id, row.getInteger("epoch")),
            row.getString("node"));
  }

  private Conversation told(Change change) {
    if (change.changed()) {
      tell(change.conversation().uid(), change.conversation().revision());
    }
    return change.conversation();
  }

  private void tell(UUID uid, int revision) {
    LogGrew.EVENT.publish(bus, new LogGrew(uid, revision));
  }

  private static <T> Future<T> refused(Problem.Kind kind, String sentence) {
    return Future.failedFuture(new Problem(kind, sentence));
  }

  private record Change(Conversation conversation, boolean changed) {}
}
