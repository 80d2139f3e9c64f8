package repartee.storage;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
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
import repartee.contract.FindMessage;
import repartee.contract.Log;
import repartee.contract.Message;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.contract.ReadLog;

/** Conversations and what was said in them. */
final class ConversationTable {
  private static final Problem.Kind UNKNOWN = Problem.Kind.UNKNOWN_CONVERSATION;
  private static final String SENTENCE = "There is no such conversation.";

  private static final String FIND =
      """
      SELECT * FROM conversation WHERE chatbot = $1 AND uid = conversation_named($1, $2, $3)
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

  private static final String DELETE =
      """
      DELETE FROM conversation WHERE chatbot = $1 AND uid = conversation_named($1, $2, $3)
      RETURNING uid
      """;

  // A conversation without messages after that place has one row, of nothing but its uid.
  private static final String READ =
      """
      SELECT c.uid, m.*
      FROM conversation c
      LEFT JOIN LATERAL (
        SELECT * FROM log WHERE conversation = c.uid AND seq > $4 ORDER BY seq LIMIT $5
      ) m ON true
      WHERE c.chatbot = $1 AND c.uid = conversation_named($1, $2, $3)
      ORDER BY m.seq
      """;

  private static final String FIND_MESSAGE =
      """
      SELECT * FROM log
      WHERE conversation = conversation_named($1, $2, $3) AND id = $4 AND chatbot = $1
      """;

  private final Database database;
  private final LogWriter log;

  ConversationTable(Database database, LogWriter log) {
    this.database = database;
    this.log = log;
  }

  Future<Conversation> find(FindConversation asked) {
    return database
        .read(FIND, named(asked.chatbotId(), asked.conversation()))
        .compose(rows -> Rows.one(rows, ConversationTable::conversation, UNKNOWN, SENTENCE));
  }

  Future<Conversations> list(FindConversations asked) {
    if (asked.before() == null) {
      return list(asked, null);
    }
    return find(new FindConversation(asked.chatbotId(), asked.before()))
        .compose(before -> list(asked, before));
  }

  Future<Done> delete(DeleteConversation asked) {
    return database
        .write(DELETE, named(asked.chatbotId(), asked.conversation()))
        .compose(rows -> Rows.one(rows, row -> new Done(), UNKNOWN, SENTENCE));
  }

  Future<Log> read(ReadLog asked) {
    Tuple arguments =
        named(asked.chatbotId(), asked.conversation())
            .addInteger(asked.afterSeq())
            .addInteger(asked.limit());
    return database
        .read(READ, arguments)
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.failedFuture(new Problem(UNKNOWN, SENTENCE))
                    : Future.succeededFuture(
                        new Log(
                            Rows.all(rows, row -> row).stream()
                                .filter(row -> row.getUUID("id") != null)
                                .map(Rows::message)
                                .toList())));
  }

  Future<Message> findMessage(FindMessage asked) {
    return findMessage(named(asked.chatbotId(), asked.conversation()).addUUID(asked.messageId()));
  }

  Future<Message> append(AppendMessage asked) {
    Entry entry = Entry.of(asked);
    return log.write(entry)
        .compose(
            outcome ->
                switch (outcome) {
                  case LogWriter.Written written -> Future.succeededFuture(message(entry, written));
                  case LogWriter.Seen seen ->
                      findMessage(one(asked.chatbotId(), seen.uid(), seen.message()));
                });
  }

  private Future<Message> findMessage(Tuple arguments) {
    return database
        .read(FIND_MESSAGE, arguments)
        .compose(rows -> Rows.one(rows, Rows::message, UNKNOWN, "There is no such message."));
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
    return database
        .read(LIST, arguments)
        .map(rows -> new Conversations(Rows.all(rows, ConversationTable::conversation)));
  }

  private static Tuple named(UUID chatbotId, String conversation) {
    ConversationName name = ConversationName.of(conversation);
    return Tuple.tuple().addUUID(chatbotId).addUUID(name.uid()).addString(name.text());
  }

  private static Tuple one(UUID chatbotId, UUID uid, UUID message) {
    return Tuple.tuple().addUUID(chatbotId).addUUID(uid).addString("").addUUID(message);
  }

  private static Message message(Entry entry, LogWriter.Written written) {
    return new Message(
        entry.messageId(),
        written.clientId() == null ? written.uid().toString() : written.clientId(),
        written.uid(),
        written.lastSeq(),
        1,
        entry.author(),
        entry.content(),
        MessageState.COMPLETE,
        List.of(),
        entry.language(),
        null,
        null,
        written.at(),
        written.at());
  }

  private static Conversation conversation(Row row) {
    String clientId = row.getString("client_id");
    UUID uid = row.getUUID("uid");
    return new Conversation(
        clientId == null ? uid.toString() : clientId,
        uid,
        row.getUUID("chatbot"),
        row.getString("user_id"),
        Rows.choice(ConversationStatus.class, row.getString("status")),
        row.getInteger("last_seq"),
        Rows.instant(row, "created_at"),
        Rows.instant(row, "updated_at"));
  }
}
