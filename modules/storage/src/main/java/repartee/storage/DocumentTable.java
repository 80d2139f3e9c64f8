package repartee.storage;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.Changes;
import repartee.contract.DeleteDocument;
import repartee.contract.Document;
import repartee.contract.DocumentState;
import repartee.contract.Documents;
import repartee.contract.Done;
import repartee.contract.FindDocument;
import repartee.contract.FindDocuments;
import repartee.contract.KnowledgeGrew;
import repartee.contract.Problem;
import repartee.contract.ReadChanges;
import repartee.contract.StoreDocument;
import repartee.contract.StoredDocument;

/**
 * Documents, and the order in which they were taught and forgotten. Who changes one takes the
 * chatbot's row first and holds it to the end: so revisions become visible in order.
 */
final class DocumentTable {
  private static final String NEXT_REVISION =
      """
      UPDATE chatbot SET revision = revision + 1 WHERE id = $1 RETURNING revision, account
      """;

  private static final String STORE =
      """
      INSERT INTO document AS d (
        chatbot, id, name, source, state, content, bytes, passages, embedding_model, revision)
      VALUES ($1, $2, $3, $4, 'ready', $5, $6, $7, $8, $9)
      ON CONFLICT (chatbot, (source = 'pair'), name_hash(name)) DO UPDATE SET
        source = excluded.source, state = excluded.state, content = excluded.content,
        bytes = excluded.bytes, passages = excluded.passages,
        embedding_model = excluded.embedding_model, revision = excluded.revision,
        updated_at = now()
      RETURNING id, name, source, state, NULL::double precision AS progress,
        NULL::text AS failure, passages, bytes, created_at, updated_at
      """;

  private static final String RENAME_PAIR =
      """
      UPDATE document SET name = $3
      WHERE chatbot = $1 AND id = $2 AND source = 'pair' AND NOT EXISTS (
        SELECT FROM document other
        WHERE other.chatbot = $1 AND other.source = 'pair'
        AND name_hash(other.name) = name_hash($3) AND other.id <> $2)
      RETURNING id
      """;

  private static final String FIND =
      """
      SELECT id, name, source, state, progress, failure, passages, bytes, created_at, updated_at
      FROM shown_document WHERE chatbot = $1 AND id = $2
      """;

  private static final String LIST =
      """
      SELECT id, name, source, state, progress, failure, passages, bytes, created_at, updated_at
      FROM shown_document WHERE chatbot = $1 ORDER BY name
      """;

  private static final String DELETE =
      """
      WITH gone AS (
        DELETE FROM document WHERE chatbot = $1 AND id = $2 RETURNING id
      ), file_gone AS (
        DELETE FROM file WHERE chatbot = $1 AND id = $2 RETURNING id, upload
      ), parts_gone AS (
        DELETE FROM file_part USING file_gone WHERE file_part.upload = file_gone.upload
      ), next AS (
        UPDATE chatbot SET revision = revision + 1
        WHERE id = $1 AND EXISTS (SELECT FROM gone)
        RETURNING id, revision
      ), removal AS (
        INSERT INTO document_removal (chatbot, revision, document)
        SELECT next.id, next.revision, gone.id FROM next, gone
        RETURNING revision
      )
      SELECT coalesce((SELECT revision FROM removal), 0) AS revision
      FROM (SELECT id FROM gone UNION SELECT id FROM file_gone) AS either
      """;

  private static final String HOLD =
      """
      SELECT FROM chatbot WHERE id = $1 FOR NO KEY UPDATE
      """;

  private static final String CHANGES =
      """
      WITH change AS (
        (SELECT revision, id, false AS removed FROM document
          WHERE chatbot = $1 AND revision > $2 ORDER BY revision LIMIT $3)
        UNION ALL
        (SELECT revision, document, true FROM document_removal
          WHERE chatbot = $1 AND revision > $2 ORDER BY revision LIMIT $3)
        ORDER BY revision LIMIT $3
      )
      SELECT b.revision AS newest, c.revision, c.id, c.removed
      FROM chatbot b LEFT JOIN change c ON true
      WHERE b.id = $1
      ORDER BY c.revision
      """;

  private final Database database;
  private final EventBus bus;

  DocumentTable(Database database, EventBus bus) {
    this.database = database;
    this.bus = bus;
  }

  Future<StoredDocument> store(StoreDocument asked) {
    return database
        .transaction(connection -> store(connection, asked))
        .onSuccess(stored -> tell(asked.chatbotId(), stored.revision()));
  }

  Future<Document> find(FindDocument asked) {
    return database
        .read(FIND, Tuple.of(asked.chatbotId(), asked.documentId()))
        .compose(
            rows ->
                Rows.one(
                    rows,
                    DocumentTable::document,
                    Problem.Kind.UNKNOWN_PATH,
                    "There is no such document."));
  }

  Future<Documents> list(FindDocuments asked) {
    return database
        .read(LIST, Tuple.of(asked.chatbotId()))
        .map(rows -> new Documents(Rows.all(rows, DocumentTable::document)));
  }

  Future<Done> delete(DeleteDocument asked) {
    Tuple which = Tuple.of(asked.chatbotId(), asked.documentId());
    return database
        .transaction(
            connection ->
                connection
                    .preparedQuery(HOLD)
                    .execute(Tuple.of(asked.chatbotId()))
                    .compose(held -> connection.preparedQuery(DELETE).execute(which)))
        .compose(
            rows ->
                Rows.one(
                    rows,
                    row -> row.getLong("revision"),
                    Problem.Kind.UNKNOWN_PATH,
                    "There is no such document."))
        .onSuccess(
            revision -> {
              // A file that was no document yet changes nothing that is known.
              if (revision > 0) {
                tell(asked.chatbotId(), revision);
              }
            })
        .map(revision -> new Done());
  }

  Future<Changes> changes(ReadChanges asked) {
    return database
        .read(CHANGES, Tuple.of(asked.chatbotId(), asked.afterRevision(), asked.limit()))
        .map(
            rows -> {
              List<Changes.Change> changes =
                  Rows.all(rows, row -> row).stream()
                      .filter(row -> row.getUUID("id") != null)
                      .map(DocumentTable::change)
                      .toList();
              return new Changes(
                  changes, rows.size() == 0 ? 0 : rows.iterator().next().getLong("newest"));
            });
  }

  private void tell(UUID chatbot, long revision) {
    KnowledgeGrew.EVENT.publish(bus, new KnowledgeGrew(chatbot, revision));
  }

  private static Future<StoredDocument> store(SqlConnection connection, StoreDocument asked) {
    return connection
        .preparedQuery(NEXT_REVISION)
        .execute(Tuple.of(asked.chatbotId()))
        .compose(
            rows ->
                Rows.one(
                    rows, row -> row, Problem.Kind.UNKNOWN_CHATBOT, "There is no such chatbot."))
        .compose(
            chatbot -> {
              long revision = chatbot.getLong("revision");
              return promised(connection, asked)
                  .compose(
                      promised ->
                          connection
                              .preparedQuery(STORE)
                              .execute(columns(asked, promised, revision)))
                  .map(rows -> document(rows.iterator().next()))
                  .compose(
                      document ->
                          PassageTable.replace(
                                  connection, asked, document, chatbot.getUUID("account"))
                              .map(passages -> new StoredDocument(document, revision, passages)));
            });
  }

  /** The id that it has, or was promised; null where it is new, or found by its name. */
  private static Future<@Nullable UUID> promised(SqlConnection connection, StoreDocument asked) {
    UUID pairId = asked.pairId();
    if (pairId != null) {
      return connection
          .preparedQuery(RENAME_PAIR)
          .execute(Tuple.of(asked.chatbotId(), pairId, asked.name()))
          .compose(
              rows ->
                  Rows.one(
                      rows,
                      row -> row.getUUID("id"),
                      Problem.Kind.INVALID,
                      "Another answer has this question. Please change or remove that one."));
    }
    return asked.source().equals(StoreDocument.PAIR)
        ? Future.succeededFuture()
        : FileTable.take(connection, asked);
  }

  /** As people see it; part of a transaction. */
  static Future<Document> shown(SqlConnection connection, UUID chatbotId, UUID documentId) {
    return connection
        .preparedQuery(FIND)
        .execute(Tuple.of(chatbotId, documentId))
        .map(rows -> document(rows.iterator().next()));
  }

  private static Tuple columns(StoreDocument asked, @Nullable UUID promised, long revision) {
    return Tuple.tuple()
        .addUUID(asked.chatbotId())
        .addUUID(promised == null ? UUID.randomUUID() : promised)
        .addString(asked.name())
        .addString(asked.source())
        .addString(asked.content())
        .addLong((long) asked.content().getBytes(StandardCharsets.UTF_8).length)
        .addInteger(asked.passages().size())
        .addString(asked.embeddingModel())
        .addLong(revision);
  }

  private static Document document(Row row) {
    return new Document(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("source"),
        Rows.choice(DocumentState.class, row.getString("state")),
        row.getDouble("progress"),
        row.getString("failure"),
        row.getInteger("passages"),
        row.getLong("bytes"),
        Rows.instant(row, "created_at"),
        Rows.instant(row, "updated_at"));
  }

  private static Changes.Change change(Row row) {
    return new Changes.Change(
        row.getLong("revision"), row.getUUID("id"), row.getBoolean("removed"));
  }
}
