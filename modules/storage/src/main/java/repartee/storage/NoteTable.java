package repartee.storage;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import repartee.contract.AddNote;
import repartee.contract.Done;
import repartee.contract.FindNotes;
import repartee.contract.Note;
import repartee.contract.Notes;
import repartee.contract.Problem;
import repartee.contract.RemoveNote;

/** What people of an account tell each other about a conversation. */
final class NoteTable {
  // Two who write at once may make one too many; nobody minds.
  private static final String ADD =
      """
      WITH place AS (
        SELECT conversation_named($1, $2, $3) AS uid
      ), made AS (
        INSERT INTO note (conversation, id, author_name, content)
        SELECT uid, $4, $5, $6 FROM place
        WHERE uid IS NOT NULL AND (SELECT count(*) FROM note n WHERE n.conversation = uid) < $7
        RETURNING id, author_name, content, created_at
      )
      SELECT place.uid, made.* FROM place LEFT JOIN made ON true
      """;

  private static final String LIST =
      """
      SELECT place.uid, n.id, n.author_name, n.content, n.created_at
      FROM (SELECT conversation_named($1, $2, $3) AS uid) place
      LEFT JOIN note n ON n.conversation = place.uid
      ORDER BY n.created_at, n.id
      """;

  private static final String REMOVE =
      """
      DELETE FROM note WHERE conversation = conversation_named($1, $2, $3) AND id = $4
      RETURNING id
      """;

  private final Database database;

  NoteTable(Database database) {
    this.database = database;
  }

  Future<Note> add(AddNote asked) {
    return database
        .write(
            ADD,
            Rows.named(asked.chatbotId(), asked.conversation())
                .addUUID(UUID.randomUUID())
                .addString(asked.authorName())
                .addString(asked.content())
                .addInteger(AddNote.NOTES_MAX))
        .compose(NoteTable::known)
        .map(
            rows -> {
              Row row = rows.iterator().next();
              if (row.getUUID("id") == null) {
                throw new Problem(
                    Problem.Kind.INVALID,
                    "The conversation has "
                        + AddNote.NOTES_MAX
                        + " notes, and no more can be kept. Please remove some.");
              }
              return note(row);
            });
  }

  Future<Notes> list(FindNotes asked) {
    return database
        .read(LIST, Rows.named(asked.chatbotId(), asked.conversation()))
        .compose(NoteTable::known)
        .map(
            rows -> {
              List<Row> found = Rows.all(rows, row -> row);
              boolean none = found.getFirst().getUUID("id") == null;
              return new Notes(none ? List.of() : found.stream().map(NoteTable::note).toList());
            });
  }

  Future<Done> remove(RemoveNote asked) {
    return database
        .write(REMOVE, Rows.named(asked.chatbotId(), asked.conversation()).addUUID(asked.noteId()))
        .compose(
            rows ->
                Rows.one(
                    rows, row -> new Done(), Problem.Kind.UNKNOWN_PATH, "There is no such note."));
  }

  /** There is always a row; it is empty where there is no such conversation. */
  private static Future<RowSet<Row>> known(RowSet<Row> rows) {
    return rows.iterator().next().getUUID("uid") == null
        ? Future.failedFuture(
            new Problem(Problem.Kind.UNKNOWN_CONVERSATION, "There is no such conversation."))
        : Future.succeededFuture(rows);
  }

  private static Note note(Row row) {
    return new Note(
        Objects.requireNonNull(row.getUUID("id")),
        row.getString("author_name"),
        row.getString("content"),
        Rows.instant(row, "created_at"));
  }
}
