package repartee.storage;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import repartee.contract.Account;
import repartee.contract.Accounts;
import repartee.contract.ChatbotChanged;
import repartee.contract.CreateAccount;
import repartee.contract.DeleteAccount;
import repartee.contract.Done;
import repartee.contract.FindAccount;
import repartee.contract.FindAccounts;
import repartee.contract.FindUsage;
import repartee.contract.KeysChanged;
import repartee.contract.Problem;
import repartee.contract.UpdateAccount;
import repartee.contract.Usage;

/** Accounts, and what they have used of their plans. */
final class AccountTable {
  private static final String CREATE =
      """
      INSERT INTO account (id, name, plan) VALUES ($1, $2, $3) RETURNING *
      """;

  private static final String FIND =
      """
      SELECT * FROM account WHERE id = $1
      """;

  private static final String LIST =
      """
      SELECT * FROM account ORDER BY created_at, id
      """;

  private static final String UPDATE =
      """
      UPDATE account SET name = coalesce($2, name), plan = coalesce($3, plan) WHERE id = $1
      RETURNING *
      """;

  private static final String DELETE =
      """
      WITH gone AS (DELETE FROM account WHERE id = $1 RETURNING id)
      SELECT b.id AS chatbot FROM gone LEFT JOIN chatbot b ON b.account = gone.id
      """;

  private static final String USAGE =
      """
      SELECT
        coalesce(
          (SELECT turns FROM usage WHERE account = $1 AND month = date_trunc('month', now(), 'UTC')),
          0) AS turns,
        date_trunc('month', now(), 'UTC') AS since,
        (date_trunc('month', now() AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC'
          AS until
      """;

  private final Database database;
  private final EventBus bus;

  AccountTable(Database database, EventBus bus) {
    this.database = database;
    this.bus = bus;
  }

  Future<Account> create(CreateAccount asked) {
    return database
        .write(CREATE, Tuple.of(UUID.randomUUID(), asked.name(), asked.plan()))
        .compose(AccountTable::known);
  }

  Future<Account> find(FindAccount asked) {
    return database.read(FIND, Tuple.of(asked.accountId())).compose(AccountTable::known);
  }

  Future<Accounts> list(FindAccounts asked) {
    return database
        .read(LIST, Tuple.tuple())
        .map(rows -> new Accounts(Rows.all(rows, AccountTable::account)));
  }

  Future<Account> update(UpdateAccount asked) {
    return database
        .write(UPDATE, Tuple.of(asked.accountId(), asked.name(), asked.plan()))
        .compose(AccountTable::known)
        .onSuccess(updated -> KeysChanged.EVENT.publish(bus, new KeysChanged(asked.accountId())));
  }

  Future<Done> delete(DeleteAccount asked) {
    return database
        .write(DELETE, Tuple.of(asked.accountId()))
        .compose(
            rows -> {
              if (rows.size() == 0) {
                return Future.failedFuture(unknown());
              }
              KeysChanged.EVENT.publish(bus, new KeysChanged(asked.accountId()));
              for (Row row : rows) {
                UUID chatbot = row.getUUID("chatbot");
                if (chatbot != null) {
                  ChatbotChanged.EVENT.publish(bus, new ChatbotChanged(chatbot));
                }
              }
              return Future.succeededFuture(new Done());
            });
  }

  Future<Usage> usage(FindUsage asked) {
    return database
        .read(USAGE, Tuple.of(asked.accountId()))
        .map(rows -> rows.iterator().next())
        .map(
            row ->
                new Usage(
                    row.getLong("turns"), Rows.instant(row, "since"), Rows.instant(row, "until")));
  }

  static Problem unknown() {
    return new Problem(Problem.Kind.UNKNOWN_PATH, "There is no such account.");
  }

  static Account account(Row row) {
    return new Account(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("plan"),
        Rows.instant(row, "created_at"));
  }

  private static Future<Account> known(RowSet<Row> rows) {
    return Rows.one(
        rows, AccountTable::account, Problem.Kind.UNKNOWN_PATH, "There is no such account.");
  }
}
