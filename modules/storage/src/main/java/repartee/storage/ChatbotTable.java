package repartee.storage;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import repartee.contract.Chatbot;
import repartee.contract.ChatbotChanged;
import repartee.contract.ChatbotSettings;
import repartee.contract.Chatbots;
import repartee.contract.CreateChatbot;
import repartee.contract.DeleteChatbot;
import repartee.contract.Done;
import repartee.contract.FindChatbot;
import repartee.contract.FindChatbots;
import repartee.contract.Json;
import repartee.contract.Problem;
import repartee.contract.UpdateChatbot;

/** Chatbots and what their owners decided. */
final class ChatbotTable {
  private static final String CREATE =
      """
      INSERT INTO chatbot (id, account, settings)
      SELECT $1, id, $3::text::jsonb FROM account WHERE id = $2
      RETURNING id, account, settings::text AS settings, created_at, updated_at
      """;

  private static final String FIND =
      """
      SELECT id, account, settings::text AS settings, created_at, updated_at
      FROM chatbot WHERE id = $1
      """;

  private static final String LIST =
      """
      SELECT id, account, settings::text AS settings, created_at, updated_at
      FROM chatbot WHERE account = $1 ORDER BY created_at, id
      """;

  // Later than before in any case, so that two who saw the same state cannot both change it.
  private static final String UPDATE =
      """
      UPDATE chatbot
      SET settings = $2::text::jsonb,
        updated_at = greatest(now(), updated_at + interval '1 microsecond')
      WHERE id = $1 AND updated_at = $3
      RETURNING id, account, settings::text AS settings, created_at, updated_at
      """;

  private static final String DELETE =
      """
      DELETE FROM chatbot WHERE id = $1 RETURNING id
      """;

  private final Database database;
  private final EventBus bus;

  ChatbotTable(Database database, EventBus bus) {
    this.database = database;
    this.bus = bus;
  }

  Future<Chatbot> create(CreateChatbot asked) {
    Tuple arguments =
        Tuple.of(UUID.randomUUID(), asked.accountId(), Json.compact(asked.settings()));
    return database
        .write(CREATE, arguments)
        .compose(
            rows ->
                Rows.one(
                    rows,
                    ChatbotTable::chatbot,
                    Problem.Kind.UNKNOWN_PATH,
                    "There is no such account."));
  }

  Future<Chatbot> find(FindChatbot asked) {
    return database.read(FIND, Tuple.of(asked.chatbotId())).compose(ChatbotTable::known);
  }

  Future<Chatbots> list(FindChatbots asked) {
    return database
        .read(LIST, Tuple.of(asked.accountId()))
        .map(rows -> new Chatbots(Rows.all(rows, ChatbotTable::chatbot)));
  }

  Future<Chatbot> update(UpdateChatbot asked) {
    Tuple arguments =
        Tuple.of(
            asked.chatbotId(),
            Json.compact(asked.settings()),
            OffsetDateTime.ofInstant(asked.seenUpdatedAt(), ZoneOffset.UTC));
    return database
        .write(UPDATE, arguments)
        .compose(
            rows ->
                rows.size() > 0
                    ? known(rows)
                    : find(new FindChatbot(asked.chatbotId()))
                        .compose(changed -> Future.failedFuture(changedMeanwhile())))
        .onSuccess(updated -> tell(asked.chatbotId()));
  }

  Future<Done> delete(DeleteChatbot asked) {
    return database
        .write(DELETE, Tuple.of(asked.chatbotId()))
        .compose(
            rows ->
                Rows.one(
                    rows,
                    row -> new Done(),
                    Problem.Kind.UNKNOWN_CHATBOT,
                    "There is no such chatbot."))
        .onSuccess(deleted -> tell(asked.chatbotId()));
  }

  private void tell(UUID chatbot) {
    ChatbotChanged.EVENT.publish(bus, new ChatbotChanged(chatbot));
  }

  private static Problem changedMeanwhile() {
    return new Problem(
        Problem.Kind.OTHER_EPOCH, "This chatbot was changed meanwhile. Please read it again.");
  }

  private static Future<Chatbot> known(RowSet<Row> rows) {
    return Rows.one(
        rows, ChatbotTable::chatbot, Problem.Kind.UNKNOWN_CHATBOT, "There is no such chatbot.");
  }

  private static Chatbot chatbot(Row row) {
    return new Chatbot(
        row.getUUID("id"),
        row.getUUID("account"),
        Json.read(row.getString("settings"), ChatbotSettings.class),
        Rows.instant(row, "created_at"),
        Rows.instant(row, "updated_at"));
  }
}
