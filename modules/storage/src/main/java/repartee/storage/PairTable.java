package repartee.storage;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import repartee.contract.FindPair;
import repartee.contract.FindPairs;
import repartee.contract.Pair;
import repartee.contract.Pairs;
import repartee.contract.Problem;

/** The view of pairs: documents whose passages are the ways to ask. */
final class PairTable {
  private static final String FIND =
      """
      SELECT * FROM pair WHERE chatbot = $1 AND id = $2
      """;

  private static final String LIST =
      """
      SELECT * FROM pair
      WHERE chatbot = $1 AND ($2::text IS NULL OR question > $2) ORDER BY question LIMIT $3
      """;

  private final Database database;

  PairTable(Database database) {
    this.database = database;
  }

  Future<Pair> find(FindPair asked) {
    return database
        .read(FIND, Tuple.of(asked.chatbotId(), asked.pairId()))
        .compose(
            rows ->
                Rows.one(
                    rows, PairTable::pair, Problem.Kind.UNKNOWN_PATH, "There is no such answer."));
  }

  Future<Pairs> list(FindPairs asked) {
    return database
        .read(LIST, Tuple.of(asked.chatbotId(), asked.after(), asked.limit()))
        .map(rows -> new Pairs(Rows.all(rows, PairTable::pair)));
  }

  private static Pair pair(Row row) {
    return new Pair(
        row.getUUID("id"),
        row.getString("question"),
        List.of(row.getArrayOfStrings("variants")),
        row.getString("answer"),
        Rows.instant(row, "created_at"),
        Rows.instant(row, "updated_at"));
  }
}
