package repartee.storage;

import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.Author;
import repartee.contract.Message;
import repartee.contract.MessageState;
import repartee.contract.Turn;

/** What became of an entry that was to be put into a log. */
sealed interface Outcome {

  /** What a message that was written leads to. */
  enum Fate {
    /** To nothing: nobody was asked. */
    SAID,
    /** Its answer's place is the next. */
    BEGUN,
    /** It waits for earlier answers. */
    WAITS,
    /** A person has the conversation. */
    HELD
  }

  /**
   * It stands in the log.
   *
   * @param seq the place of the message
   * @param moved the conversation moved on while the statement waited for it: the history may lack
   *     the newest
   * @param history what was said before, oldest first; only for {@code BEGUN}
   */
  record Written(
      Fate fate,
      UUID uid,
      String conversationId,
      int seq,
      int epoch,
      int revision,
      @Nullable Author heldBy,
      boolean moved,
      Instant at,
      List<Turn.Earlier> history)
      implements Outcome {

    static Written of(Row row, List<Turn.Earlier> history) {
      UUID uid = row.getUUID("uid");
      String clientId = row.getString("client_id");
      Fate fate = Fate.valueOf(row.getString("outcome"));
      return new Written(
          fate,
          uid,
          clientId == null ? uid.toString() : clientId,
          row.getInteger("last_seq") - (fate == Fate.BEGUN ? 1 : 0),
          row.getInteger("conversation_epoch"),
          row.getInteger("revision"),
          Rows.holder(row, "held_by_id", "held_by_name"),
          row.getBoolean("moved"),
          Rows.instant(row, "written_at"),
          history);
    }

    /** The message as it was written. */
    Message message(Entry entry) {
      return message(
          entry.messageId(),
          seq,
          entry.author(),
          entry.content(),
          MessageState.COMPLETE,
          entry.language(),
          null,
          at);
    }

    /** The place of its answer, as it was written. */
    Message answer(Entry entry, Entry.Reply reply) {
      return message(
          reply.messageId(),
          seq + 1,
          reply.bot(),
          "",
          MessageState.STREAMING,
          entry.language(),
          entry.messageId(),
          at.plusNanos(1_000));
    }

    private Message message(
        UUID id,
        int place,
        Author author,
        String content,
        MessageState state,
        String language,
        @Nullable UUID inReplyTo,
        Instant time) {
      return new Message(
          id,
          conversationId,
          uid,
          place,
          epoch,
          author,
          content,
          state,
          List.of(),
          language,
          inReplyTo,
          null,
          time,
          time);
    }
  }

  /** It was written before, under the same key. */
  record Seen(UUID uid, UUID message) implements Outcome {}
}
