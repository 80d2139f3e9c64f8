package repartee.storage;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
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
      FROM saved_reply WHERE account = $1 ORDER BY name
      """;

  private static final String REMOVE =
      """
      DELETE FROM saved_reply WHERE account = $1 AND id = $2 RETURNING id
      """;

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
        .read(LIST, Tuple.of(asked.accountId()))
        .map(rows -> new SavedReplies(Rows.all(rows, ReplyTable::reply)));
  }

  Future<Done> remove(RemoveReply asked) {
    return database
        .write(REMOVE, Tuple.of(asked.accountId(), asked.replyId()))
        .compose(
            rows ->
                Rows.one(
                    rows,
                    row -> new Done(),
                    Problem.Kind.UNKNOWN_PATH,
                    "There is no such saved reply."));
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
