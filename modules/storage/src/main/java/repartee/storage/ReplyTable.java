package repartee.storage;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import repartee.contract.ChangeReply;
import repartee.contract.Done;
import repartee.contract.FindReplies;
import repartee.contract.Problem;
import repartee.contract.RemoveReply;
import repartee.contract.SavedReplies;
import repartee.contract.SavedReply;
import repartee.contract.StoreReply;

/** What people of an account say often. */
final class ReplyTable {
  private static final String STORE =
      """
      INSERT INTO saved_reply AS r (account, id, name, content)
      SELECT $1, $2, $3, $4
      WHERE (SELECT count(*) FROM saved_reply WHERE account = $1 AND name <> $3) < $5
      ON CONFLICT (account, name) DO UPDATE SET content = excluded.content, updated_at = now()
      RETURNING id, name, content, created_at, updated_at
      """;

  private static final String LIST =
      """
      SELECT id, name, content, created_at, updated_at
      FROM saved_reply WHERE account = $1 AND ($2::text IS NULL OR name > $2)
      ORDER BY name LIMIT $3
      """;

  // There is always a row: it says whether there is such a reply, and how it is now if it could be
  // changed.
  private static final String CHANGE =
      """
      WITH changed AS (
        UPDATE saved_reply r
        SET name = coalesce($3, name), content = coalesce($4, content), updated_at = now()
        WHERE account = $1 AND id = $2 AND NOT EXISTS (
          SELECT FROM saved_reply other
          WHERE other.account = $1 AND other.name = $3 AND other.id <> $2)
        RETURNING id, name, content, created_at, updated_at
      )
      SELECT known.there, changed.*
      FROM (
        SELECT EXISTS (SELECT FROM saved_reply WHERE account = $1 AND id = $2) AS there
      ) known
      LEFT JOIN changed ON true
      """;

  private static final String REMOVE =
      """
      DELETE FROM saved_reply WHERE account = $1 AND id = $2 RETURNING id
      """;

  private static final String NO_REPLY = "There is no such saved reply.";

  private final Database database;

  ReplyTable(Database database) {
    this.database = database;
  }

  Future<SavedReply> store(StoreReply asked) {
    Tuple arguments =
        Tuple.of(
            asked.accountId(),
            UUID.randomUUID(),
            asked.name(),
            asked.content(),
            StoreReply.REPLIES_MAX);
    return database
        .write(STORE, arguments)
        .compose(
            rows ->
                Rows.one(
                    rows,
                    ReplyTable::reply,
                    Problem.Kind.INVALID,
                    "The account has "
                        + StoreReply.REPLIES_MAX
                        + " saved replies, and no more can be kept. Please remove some."));
  }

  Future<SavedReplies> list(FindReplies asked) {
    return database
        .read(LIST, Tuple.of(asked.accountId(), asked.after(), asked.limit()))
        .map(rows -> new SavedReplies(Rows.all(rows, ReplyTable::reply)));
  }

  Future<SavedReply> change(ChangeReply asked) {
    Tuple arguments = Tuple.of(asked.accountId(), asked.replyId(), asked.name(), asked.content());
    return database
        .write(CHANGE, arguments)
        // Two who take one name at once: the second try sees who was faster.
        .recover(
            cause ->
                Failures.isPassing(cause)
                    ? database.write(CHANGE, arguments)
                    : Future.failedFuture(cause))
        .map(rows -> changed(rows.iterator().next()));
  }

  private static SavedReply changed(Row row) {
    if (!row.getBoolean("there")) {
      throw new Problem(Problem.Kind.UNKNOWN_PATH, NO_REPLY);
    }
    if (row.getUUID("id") == null) {
      throw new Problem(
          Problem.Kind.INVALID, "Another saved reply has this name. Please choose another one.");
    }
    return reply(row);
  }

  Future<Done> remove(RemoveReply asked) {
    return database
        .write(REMOVE, Tuple.of(asked.accountId(), asked.replyId()))
        .compose(rows -> Rows.one(rows, row -> new Done(), Problem.Kind.UNKNOWN_PATH, NO_REPLY));
  }

  private static SavedReply reply(Row row) {
    return new SavedReply(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("content"),
        Rows.instant(row, "created_at"),
        Rows.instant(row, "updated_at"));
  }
}
