package repartee.storage;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.AppendMessage;
import repartee.contract.Conversation;
import repartee.contract.ConversationStatus;
import repartee.contract.Conversations;
import repartee.contract.DeleteConversation;
import repartee.contract.Done;
import repartee.contract.FindConversation;
import repartee.contract.FindConversations;
import repartee.contract.FindEntry;
import repartee.contract.FindRevisions;
import repartee.contract.GiveFeedback;
import repartee.contract.Log;
import repartee.contract.LogEntry;
import repartee.contract.LogGrew;
import repartee.contract.Message;
import repartee.contract.Problem;
import repartee.contract.ReadLog;
import repartee.contract.Revisions;

/** Conversations and what was said in them. */
final class ConversationTable {
  private static final Problem.Kind UNKNOWN = Problem.Kind.UNKNOWN_CONVERSATION;
  private static final String SENTENCE = "There is no such conversation.";
  private static final String NO_MESSAGE = "There is no such message.";

  private static final String FIND =
      """
      SELECT * FROM conversation WHERE uid = conversation_named($1, $2, $3)
      """;

  // Whose it is is asked here, and where a turn is opened: nowhere else.
  private static final String FIND_OWN =
      """
      SELECT * FROM conversation WHERE uid = conversation_of_visitor($1, $2, $3, $4)
      """;

  private static final String LIST =
      """
      SELECT * FROM conversation
      WHERE chatbot = $1
        AND ($2::timestamptz IS NULL OR (created_at, uid) < ($2, $3::uuid))
        AND ($4::text IS NULL OR user_id = $4)
        AND ($5::text IS NULL OR status = $5)
      ORDER BY created_at DESC, uid DESC
      LIMIT $6
      """;

  private static final String LIST_OWN =
      LIST.replace("chatbot = $1", "chatbot = $1 AND visitor = $7");

  private static final String DELETE =
      """
      DELETE FROM conversation WHERE uid = conversation_named($1, $2, $3)
      RETURNING uid
      """;

  // A conversation without messages after that place has one row, without a message.
  private static final String READ =
      """
      SELECT c.uid AS its_uid, c.chatbot AS its_chatbot, c.client_id AS its_client_id,
        c.visitor AS its_visitor, c.user_id AS its_user_id, c.status AS its_status, c.held_by_id AS its_held_by_id,
        c.held_by_name AS its_held_by_name, c.last_seq AS its_last_seq,
        c.revision AS its_revision, c.created_at AS its_created_at,
        c.updated_at AS its_updated_at, e.*
      FROM conversation c
      LEFT JOIN LATERAL (
        SELECT * FROM log_entry WHERE conversation = c.uid AND seq > $4 ORDER BY seq LIMIT $5
      ) e ON true
      WHERE c.uid = conversation_named($1, $2, $3)
      ORDER BY e.seq
      """;

  private static final String FIND_ENTRY =
      """
      SELECT * FROM log_entry
      WHERE conversation = conversation_named($1, $2, $3) AND id = $4 AND chatbot = $1
      """;

  private static final String REVISIONS =
      """
      SELECT t.uid, c.revision
      FROM unnest($1::uuid[]) AS t(uid) LEFT JOIN conversation c ON c.uid = t.uid
      """;

  // What was thought of an answer before it was said again is forgotten.
  private static final String GIVE_FEEDBACK =
      """
      UPDATE message
      SET feedback_score = $5, feedback_comment = $6, updated_at = greatest(now(), created_at)
      WHERE conversation = conversation_named($1, $2, $3) AND id = $4 AND chatbot = $1
        AND author_kind = 'bot'
      RETURNING conversation
      """;

  private final Database database;
  private final EventBus bus;
  private final LogWriter log;

  ConversationTable(Database database, EventBus bus, LogWriter log) {
    this.database = database;
    this.bus = bus;
    this.log = log;
  }

  Future<Conversation> find(FindConversation asked) {
    Tuple arguments = Rows.named(asked.chatbotId(), asked.conversation());
    String visitor = asked.visitorId();
    return (visitor == null
            ? database.read(FIND, arguments)
            : database.read(FIND_OWN, arguments.addString(visitor)))
        .compose(rows -> Rows.one(rows, ConversationTable::conversation, UNKNOWN, SENTENCE));
  }

  Future<Conversations> list(FindConversations asked) {
    if (asked.before() == null) {
      return list(asked, null);
    }
    return find(new FindConversation(asked.chatbotId(), asked.before(), asked.visitorId()))
        .compose(before -> list(asked, before));
  }

  Future<Done> delete(DeleteConversation asked) {
    return database
        .write(DELETE, Rows.named(asked.chatbotId(), asked.conversation()))
        .compose(rows -> Rows.one(rows, row -> row.getUUID("uid"), UNKNOWN, SENTENCE))
        .onSuccess(uid -> LogGrew.EVENT.publish(bus, new LogGrew(uid, LogGrew.GONE)))
        .map(uid -> new Done());
  }

  Future<Log> read(ReadLog asked) {
    Tuple arguments =
        Rows.named(asked.chatbotId(), asked.conversation())
            .addInteger(asked.afterSeq())
            .addInteger(asked.limit());
    return database
        .read(READ, arguments)
        .compose(
            rows ->
                Rows.one(
                    rows,
                    first -> new Log(Rows.conversation(first, "its_"), entries(rows)),
                    UNKNOWN,
                    SENTENCE));
  }

  Future<LogEntry> findEntry(FindEntry asked) {
    return database
        .read(
            FIND_ENTRY,
            Rows.named(asked.chatbotId(), asked.conversation()).addUUID(asked.messageId()))
        .compose(rows -> Rows.one(rows, Rows::entry, UNKNOWN, NO_MESSAGE));
  }

  Future<Revisions> revisions(FindRevisions asked) {
    return database
        .read(REVISIONS, Tuple.tuple().addValue(asked.conversationUids().toArray(UUID[]::new)))
        .map(rows -> new Revisions(Rows.all(rows, ConversationTable::revision)));
  }

  Future<Message> giveFeedback(GiveFeedback asked) {
    Tuple arguments =
        Rows.named(asked.chatbotId(), asked.conversation())
            .addUUID(asked.messageId())
            .addShort((short) asked.score())
            .addString(asked.comment());
    return database
        .write(GIVE_FEEDBACK, arguments)
        .compose(rows -> Rows.one(rows, row -> row.getUUID("conversation"), UNKNOWN, NO_MESSAGE))
        .compose(uid -> message(asked.chatbotId(), uid, asked.messageId()));
  }

  Future<Message> append(AppendMessage asked) {
    Entry entry = Entry.of(asked);
    return log.write(entry)
        .compose(
            outcome ->
                switch (outcome) {
                  case Outcome.Written written -> Future.succeededFuture(written.message(entry));
                  case Outcome.Seen(UUID uid, UUID message) ->
                      message(asked.chatbotId(), uid, message);
                });
  }

  private Future<Message> message(UUID chatbotId, UUID uid, UUID message) {
    return findEntry(new FindEntry(chatbotId, uid.toString(), message)).map(LogEntry::message);
  }

  private Future<Conversations> list(FindConversations asked, @Nullable Conversation before) {
    ConversationStatus status = asked.status();
    Tuple arguments =
        Tuple.tuple()
            .addUUID(asked.chatbotId())
            .addValue(
                before == null
                    ? null
                    : OffsetDateTime.ofInstant(before.createdAt(), ZoneOffset.UTC))
            .addValue(before == null ? null : before.uid())
            .addValue(asked.userId())
            .addValue(status == null ? null : Rows.stored(status))
            .addInteger(asked.limit());
    String visitor = asked.visitorId();
    return (visitor == null
            ? database.read(LIST, arguments)
            : database.read(LIST_OWN, arguments.addString(visitor)))
        .map(rows -> new Conversations(Rows.all(rows, ConversationTable::conversation)));
  }

  private static List<LogEntry> entries(RowSet<Row> rows) {
    return Rows.all(rows, row -> row).stream()
        .filter(row -> row.getUUID("id") != null)
        .map(Rows::entry)
        .toList();
  }

  private static LogGrew revision(Row row) {
    Integer revision = row.getInteger("revision");
    return new LogGrew(row.getUUID("uid"), revision == null ? LogGrew.GONE : revision);
  }

  private static Conversation conversation(Row row) {
    return Rows.conversation(row, "");
  }
}
