package repartee.storage;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import repartee.contract.CreateSession;
import repartee.contract.Done;
import repartee.contract.EndSession;
import repartee.contract.FindSession;
import repartee.contract.KeysChanged;
import repartee.contract.Problem;
import repartee.contract.Scope;
import repartee.contract.Session;

/** People at the console: sessions of keys, by the hash of their tokens. */
final class SessionTable {
  private static final String CREATE =
      """
      WITH expired AS (
        DELETE FROM session WHERE expires_at <= now()
      ), made AS (
        INSERT INTO session (hash, key, lasts_ms, expires_at)
        SELECT $2, id, $3, now() + $3::int * interval '1 millisecond'
        FROM api_key WHERE id = $1 AND (expires_at IS NULL OR expires_at > now())
        RETURNING key, expires_at
      )
      SELECT a.id, a.name AS account_name, k.scope, k.name,
        least(s.expires_at, k.expires_at) AS expires_at
      FROM made s JOIN api_key k ON k.id = s.key JOIN account a ON a.id = k.account
      """;

  private static final String FIND =
      """
      WITH used AS (
        UPDATE session SET expires_at = now() + lasts_ms * interval '1 millisecond'
        WHERE hash = $1 AND expires_at > now()
        RETURNING key, expires_at
      )
      SELECT a.id, a.name AS account_name, k.scope, k.name,
        least(s.expires_at, k.expires_at) AS expires_at
      FROM used s JOIN api_key k ON k.id = s.key JOIN account a ON a.id = k.account
      WHERE k.expires_at IS NULL OR k.expires_at > now()
      """;

  private static final String END =
      """
      DELETE FROM session s USING api_key k WHERE s.hash = $1 AND k.id = s.key
      RETURNING k.account
      """;

  private final Database database;
  private final EventBus bus;

  SessionTable(Database database, EventBus bus) {
    this.database = database;
    this.bus = bus;
  }

  Future<Session> create(CreateSession asked) {
    return database
        .write(CREATE, Tuple.of(asked.keyId(), asked.hash(), asked.lastsMs()))
        .compose(SessionTable::one);
  }

  Future<Session> find(FindSession asked) {
    return database.write(FIND, Tuple.of(asked.hash())).compose(SessionTable::one);
  }

  Future<Done> end(EndSession asked) {
    return database
        .write(END, Tuple.of(asked.hash()))
        .onSuccess(
            rows ->
                rows.forEach(
                    row -> KeysChanged.EVENT.publish(bus, new KeysChanged(row.getUUID("account")))))
        .map(rows -> new Done());
  }

  private static Future<Session> one(RowSet<Row> rows) {
    return Rows.one(
        rows,
        SessionTable::session,
        Problem.Kind.BAD_KEY,
        "This session has ended. Please sign in again.");
  }

  private static Session session(Row row) {
    return new Session(
        row.getUUID("id"),
        row.getString("account_name"),
        Rows.choice(Scope.class, row.getString("scope")),
        row.getString("name"),
        Rows.instant(row, "expires_at"));
  }
}
