package repartee.storage;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import repartee.contract.ApiKey;
import repartee.contract.ApiKeys;
import repartee.contract.Caller;
import repartee.contract.CheckKey;
import repartee.contract.CreateKey;
import repartee.contract.Done;
import repartee.contract.EnsureAdministrator;
import repartee.contract.FindKeys;
import repartee.contract.FirstAccount;
import repartee.contract.KeysChanged;
import repartee.contract.Problem;
import repartee.contract.RevokeKey;
import repartee.contract.Scope;

/** Keys, by the hash of their tokens; who comes with a session comes with its key. */
final class KeyTable {
  private static final String CREATE =
      """
      INSERT INTO api_key (id, account, name, scope, prefix, hash, expires_at)
      SELECT $1, id, $3, $4, $5, $6, $7 FROM account WHERE id = $2
      RETURNING *
      """;

  private static final String LIST =
      """
      SELECT k.* FROM account a LEFT JOIN api_key k ON k.account = a.id
      WHERE a.id = $1 ORDER BY k.created_at, k.id
      """;

  private static final String REVOKE =
      """
      DELETE FROM api_key WHERE id = $2 AND account = $1 RETURNING id
      """;

  // Once a minute somebody notes that the key is in use, or the session; nobody waits for whoever
  // does.
  private static final String CHECK =
      """
      WITH token AS (
        SELECT id AS key FROM api_key WHERE hash = $1
        UNION ALL
        SELECT key FROM session WHERE hash = $1 AND expires_at > now()
      ), found AS (
        SELECT k.id, k.account, k.scope, a.plan
        FROM token t JOIN api_key k ON k.id = t.key JOIN account a ON a.id = k.account
        WHERE k.expires_at IS NULL OR k.expires_at > now()
      ), idle AS (
        SELECT hash FROM session
        WHERE hash = $1 AND expires_at > now() AND EXISTS (SELECT FROM found)
          AND expires_at < now() + lasts_ms * interval '1 millisecond' - interval '1 minute'
        FOR NO KEY UPDATE SKIP LOCKED
      ), kept AS (
        UPDATE session s SET expires_at = now() + s.lasts_ms * interval '1 millisecond'
        FROM idle i WHERE s.hash = i.hash
      ), due AS (
        SELECT k.id FROM api_key k JOIN found f ON f.id = k.id
        WHERE k.last_used_at IS NULL OR k.last_used_at < now() - interval '1 minute'
        FOR NO KEY UPDATE OF k SKIP LOCKED
      ), used AS (
        UPDATE api_key k SET last_used_at = now() FROM due WHERE k.id = due.id
      )
      SELECT * FROM found
      """;

  // Nodes that start together make one account.
  private static final String ALONE = "SELECT pg_advisory_xact_lock(7270651, 2)";

  private static final String FIRST =
      """
      WITH first AS (SELECT * FROM account ORDER BY created_at, id LIMIT 1),
      made AS (
        INSERT INTO account (id, name, plan)
        SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT FROM first)
        RETURNING *
      )
      SELECT *, false AS made_now FROM first UNION ALL SELECT *, true FROM made
      """;

  private static final String REPLACE =
      """
      DELETE FROM api_key WHERE account = $1 AND scope = 'admin' AND name = $2 AND hash <> $3
      RETURNING id
      """;

  private static final String KEEP =
      """
      INSERT INTO api_key (id, account, name, scope, prefix, hash)
      SELECT $1, $2, $3, 'admin', $4, $5
      WHERE NOT EXISTS (
        SELECT FROM api_key WHERE account = $2 AND scope = 'admin' AND name = $3 AND hash <> $5)
      ON CONFLICT (hash)
      DO UPDATE SET account = excluded.account, name = excluded.name, scope = 'admin',
        expires_at = NULL
      RETURNING id
      """;

  private final Database database;
  private final EventBus bus;

  KeyTable(Database database, EventBus bus) {
    this.database = database;
    this.bus = bus;
  }

  Future<ApiKey> create(CreateKey asked) {
    Instant expiresAt = asked.expiresAt();
    Tuple arguments =
        Tuple.tuple()
            .addUUID(asked.keyId())
            .addUUID(asked.accountId())
            .addString(asked.name())
            .addString(Rows.stored(asked.scope()))
            .addString(asked.prefix())
            .addString(asked.hash())
            .addValue(
                expiresAt == null ? null : OffsetDateTime.ofInstant(expiresAt, ZoneOffset.UTC));
    return database
        .write(CREATE, arguments)
        .compose(
            rows ->
                Rows.one(
                    rows, KeyTable::key, Problem.Kind.UNKNOWN_PATH, "There is no such account."));
  }

  Future<ApiKeys> list(FindKeys asked) {
    return database
        .read(LIST, Tuple.of(asked.accountId()))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.failedFuture(AccountTable.unknown())
                    : Future.succeededFuture(
                        new ApiKeys(
                            Rows.all(rows, row -> row).stream()
                                .filter(row -> row.getUUID("id") != null)
                                .map(KeyTable::key)
                                .toList())));
  }

  Future<Done> revoke(RevokeKey asked) {
    return database
        .write(REVOKE, Tuple.of(asked.accountId(), asked.keyId()))
        .compose(
            rows ->
                Rows.one(
                    rows, row -> new Done(), Problem.Kind.UNKNOWN_PATH, "There is no such key."))
        .onSuccess(revoked -> KeysChanged.EVENT.publish(bus, new KeysChanged(asked.accountId())));
  }

  Future<Caller> check(CheckKey asked) {
    return database
        .write(CHECK, Tuple.of(asked.hash()))
        .compose(
            rows ->
                Rows.one(
                    rows,
                    KeyTable::caller,
                    Problem.Kind.BAD_KEY,
                    "This key is unknown, revoked or expired. Please use another one."));
  }

  Future<FirstAccount> ensureAdministrator(EnsureAdministrator asked) {
    return database
        .transaction(connection -> ensure(connection, asked))
        .onSuccess(
            ensured -> {
              if (ensured.keyReplaced) {
                UUID account = ensured.first.account().id();
                KeysChanged.EVENT.publish(bus, new KeysChanged(account));
              }
            })
        .map(Ensured::first);
  }

  private static Future<Ensured> ensure(SqlConnection connection, EnsureAdministrator asked) {
    Tuple account = Tuple.of(UUID.randomUUID(), asked.accountName(), asked.plan());
    return connection
        .query(ALONE)
        .execute()
        .compose(locked -> connection.preparedQuery(FIRST).execute(account))
        .compose(
            rows -> {
              Row found = rows.iterator().next();
              UUID id = found.getUUID("id");
              Tuple old = Tuple.of(id, asked.name(), asked.hash());
              Tuple kept =
                  Tuple.of(UUID.randomUUID(), id, asked.name(), asked.prefix(), asked.hash());
              return replace(connection, asked, old)
                  .compose(
                      replaced ->
                          connection
                              .preparedQuery(KEEP)
                              .execute(kept)
                              .map(rowsKept -> ensured(found, replaced, rowsKept.size() > 0)));
            });
  }

  private static Future<Boolean> replace(
      SqlConnection connection, EnsureAdministrator asked, Tuple old) {
    return asked.replaces()
        ? connection.preparedQuery(REPLACE).execute(old).map(rows -> rows.size() > 0)
        : Future.succeededFuture(false);
  }

  private static Ensured ensured(Row found, boolean replaced, boolean held) {
    return new Ensured(
        new FirstAccount(AccountTable.account(found), found.getBoolean("made_now"), held),
        replaced);
  }

  private record Ensured(FirstAccount first, boolean keyReplaced) {}

  private static Caller caller(Row row) {
    return new Caller(
        row.getUUID("id"),
        row.getUUID("account"),
        row.getString("plan"),
        Rows.choice(Scope.class, row.getString("scope")));
  }

  private static ApiKey key(Row row) {
    return new ApiKey(
        row.getUUID("id"),
        row.getUUID("account"),
        row.getString("name"),
        Rows.choice(Scope.class, row.getString("scope")),
        row.getString("prefix"),
        Rows.instantOrNull(row, "expires_at"),
        Rows.instant(row, "created_at"),
        Rows.instantOrNull(row, "last_used_at"));
  }
}
