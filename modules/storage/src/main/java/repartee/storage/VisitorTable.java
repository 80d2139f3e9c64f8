package repartee.storage;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import repartee.contract.Done;
import repartee.contract.FindSigningSecret;
import repartee.contract.Problem;
import repartee.contract.SigningSecret;
import repartee.contract.StoreVisitor;

/** Visitors whom their site knows, and what all visitors' tokens are signed with. */
final class VisitorTable {
  private static final String STORE =
      """
      INSERT INTO visitor (chatbot, id, name, email)
      SELECT id, $2, $3, $4 FROM chatbot WHERE id = $1
      ON CONFLICT (chatbot, id)
      DO UPDATE SET name = excluded.name, email = excluded.email, vouched_at = now()
      RETURNING id
      """;

  private static final String SECRET = "SELECT secret, now() AS now FROM signing";

  private final Database database;

  VisitorTable(Database database) {
    this.database = database;
  }

  Future<Done> store(StoreVisitor asked) {
    return database
        .write(STORE, Tuple.of(asked.chatbotId(), asked.id(), asked.name(), asked.email()))
        .compose(
            rows ->
                Rows.one(
                    rows,
                    row -> new Done(),
                    Problem.Kind.UNKNOWN_CHATBOT,
                    "There is no such chatbot."));
  }

  Future<SigningSecret> secret(FindSigningSecret asked) {
    return database
        .read(SECRET, Tuple.tuple())
        .compose(
            rows ->
                Rows.one(
                    rows,
                    row -> new SigningSecret(row.getString("secret"), Rows.instant(row, "now")),
                    Problem.Kind.BUSY,
                    "The database has no signing secret. Please look at its table \"signing\"."));
  }
}
