package repartee.storage;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import repartee.contract.Author;
import repartee.contract.Conversation;
import repartee.contract.ConversationStatus;
import repartee.contract.Json;
import repartee.contract.LogEntry;
import repartee.contract.Message;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.contract.RelatedDoc;

/** Rows become records. */
final class Rows {
  private Rows() {}

  static <T> List<T> all(RowSet<Row> rows, Function<Row, T> record) {
    return StreamSupport.stream(rows.spliterator(), false).map(record).toList();
  }

  /** The one row, or the problem if there is none. */
  static <T> Future<T> one(
      RowSet<Row> rows, Function<Row, T> record, Problem.Kind unknown, String sentence) {
    return rows.size() == 0
        ? Future.failedFuture(new Problem(unknown, sentence))
        : Future.succeededFuture(record.apply(rows.iterator().next()));
  }

  /** A row of the view {@code log}. */
  static Message message(Row row) {
    Short score = row.getShort("feedback_score");
    return new Message(
        row.getUUID("id"),
        row.getString("conversation_id"),
        row.getUUID("conversation"),
        row.getInteger("seq"),
        row.getInteger("epoch"),
        author(row),
        row.getString("content"),
        choice(MessageState.class, row.getString("state")),
        List.of(Json.read(row.getString("related_docs"), RelatedDoc[].class)),
        row.getString("language"),
        row.getUUID("in_reply_to"),
        score == null ? null : new Message.Feedback(score, row.getString("feedback_comment")),
        instant(row, "created_at"),
        instant(row, "updated_at"));
  }

  /** A row of the view {@code log_entry}. */
  static LogEntry entry(Row row) {
    return new LogEntry(
        row.getUUID("chatbot"),
        message(row),
        row.getString("question"),
        row.getBoolean("is_qa_mode"),
        row.getString("system_message"),
        row.getString("node"),
        Problem.Kind.ofNullable(row.getInteger("failure")),
        row.getInteger("adoptions") > 0);
  }

  /** A row of the table {@code conversation}, whose columns may stand under longer names. */
  static Conversation conversation(Row row, String prefix) {
    // A visitor's names are understood from that visitor alone.
    boolean isVisitors = !row.getString(prefix + "visitor").isEmpty();
    String clientId = isVisitors ? null : row.getString(prefix + "client_id");
    UUID uid = row.getUUID(prefix + "uid");
    return new Conversation(
        clientId == null ? uid.toString() : clientId,
        uid,
        row.getUUID(prefix + "chatbot"),
        row.getString(prefix + "user_id"),
        choice(ConversationStatus.class, row.getString(prefix + "status")),
        holder(row, prefix + "held_by_id", prefix + "held_by_name"),
        row.getInteger(prefix + "last_seq"),
        row.getInteger(prefix + "revision"),
        instant(row, prefix + "created_at"),
        instant(row, prefix + "updated_at"));
  }

  /** The arguments of {@code conversation_named}. */
  static Tuple named(UUID chatbotId, String conversation) {
    ConversationName name = ConversationName.of(conversation);
    return Tuple.tuple().addUUID(chatbotId).addUUID(name.uid()).addString(name.text());
  }

  /** The person who has a conversation. */
  static @Nullable Author holder(Row row, String idColumn, String nameColumn) {
    String id = row.getString(idColumn);
    return id == null ? null : new Author(Author.Kind.AGENT, id, row.getString(nameColumn));
  }

  static Author author(Row row) {
    return new Author(
        choice(Author.Kind.class, row.getString("author_kind")),
        row.getString("author_id"),
        row.getString("author_name"));
  }

  static Instant instant(Row row, String column) {
    return row.getOffsetDateTime(column).toInstant();
  }

  static @Nullable Instant instantOrNull(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }

  /** The database writes choices in small letters. */
  static <E extends Enum<E>> E choice(Class<E> type, String stored) {
    return Enum.valueOf(type, stored.toUpperCase(Locale.ROOT));
  }

  static String stored(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
