package repartee.storage;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import repartee.contract.Document;
import repartee.contract.DocumentPassages;
import repartee.contract.Embeddings;
import repartee.contract.FindEmbeddings;
import repartee.contract.FindPassages;
import repartee.contract.Json;
import repartee.contract.ListPassages;
import repartee.contract.Passage;
import repartee.contract.PassageMetadata;
import repartee.contract.PassageTexts;
import repartee.contract.Passages;
import repartee.contract.Problem;
import repartee.contract.ReadPassages;
import repartee.contract.StoreDocument;
import repartee.contract.StoreDocument.NewPassage;

/** The pieces of documents. Their vectors are {@code real[]} here and text everywhere else. */
final class PassageTable {
  // A document may have thousands: one statement stays well under its time limit.
  private static final int STORED_AT_ONCE = 500;

  private static final String FORGET =
      """
      DELETE FROM passage WHERE chatbot = $1 AND document = $2
      """;

  private static final String STORE =
      """
      INSERT INTO passage (
        chatbot, document, index, id, name, content, metadata, embedding, created_at)
      SELECT $1, $2, index, id, name, content, metadata::jsonb,
        translate(embedding, '[]', '{}')::real[], $9
      FROM unnest($3::int[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[])
      AS t(index, id, name, content, metadata, embedding)
      """;

  private static final String LIST =
      """
      SELECT p.id, p.index, p.content, p.metadata::text AS metadata
      FROM document d
      LEFT JOIN LATERAL (
        SELECT * FROM passage
        WHERE chatbot = d.chatbot AND document = d.id AND index >= $3
        ORDER BY index LIMIT $4
      ) p ON true
      WHERE d.chatbot = $1 AND d.id = $2
      ORDER BY p.index
      """;

  private static final String READ =
      """
      SELECT d.name AS document_name, d.embedding_model, b.account, p.id, p.chatbot, p.name,
        p.content, p.metadata::text AS metadata,
        translate(p.embedding::text, '{}', '[]') AS embedding, p.created_at
      FROM document d JOIN chatbot b ON b.id = d.chatbot
      LEFT JOIN LATERAL (
        SELECT * FROM passage
        WHERE chatbot = d.chatbot AND document = d.id AND index >= $3
        ORDER BY index LIMIT $4
      ) p ON true
      WHERE d.chatbot = $1 AND d.id = $2
      ORDER BY p.index
      """;

  private static final String FIND =
      """
      SELECT b.account, p.id, p.chatbot, p.name, p.content, p.metadata::text AS metadata,
        translate(p.embedding::text, '{}', '[]') AS embedding, p.created_at
      FROM unnest($2::uuid[]) WITH ORDINALITY AS wanted(id, place)
      JOIN passage p ON p.chatbot = $1 AND p.id = wanted.id
      JOIN chatbot b ON b.id = p.chatbot
      ORDER BY wanted.place
      """;

  private static final String EMBEDDINGS =
      """
      SELECT DISTINCT ON (wanted.hash) wanted.hash,
        translate(p.embedding::text, '{}', '[]') AS embedding
      FROM document d
      JOIN passage p ON p.chatbot = d.chatbot AND p.document = d.id
      JOIN unnest($4::text[]) AS wanted(hash)
        ON wanted.hash = encode(sha256(convert_to(p.content, 'UTF8')), 'hex')
      WHERE d.chatbot = $1 AND (d.source = 'pair') IS FALSE AND name_hash(d.name) = name_hash($2)
        AND d.embedding_model = $3
        AND cardinality(p.embedding) > 0
      """;

  private final Database database;

  PassageTable(Database database) {
    this.database = database;
  }

  Future<DocumentPassages> read(ReadPassages asked) {
    return database
        .read(READ, Tuple.of(asked.chatbotId(), asked.documentId(), asked.from(), asked.limit()))
        .map(
            rows -> {
              if (rows.size() == 0) {
                return new DocumentPassages("", "", List.of());
              }
              Row document = rows.iterator().next();
              return new DocumentPassages(
                  document.getString("document_name"),
                  document.getString("embedding_model"),
                  Rows.all(rows, row -> row).stream()
                      .filter(row -> row.getUUID("id") != null)
                      .map(PassageTable::passage)
                      .toList());
            });
  }

  /** As people look at them. */
  Future<PassageTexts> list(ListPassages asked) {
    return database
        .read(LIST, Tuple.of(asked.chatbotId(), asked.documentId(), asked.from(), asked.limit()))
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw new Problem(Problem.Kind.UNKNOWN_PATH, "There is no such document.");
              }
              return new PassageTexts(
                  Rows.all(rows, row -> row).stream()
                      .filter(row -> row.getUUID("id") != null)
                      .map(PassageTable::text)
                      .toList());
            });
  }

  private static PassageTexts.PassageText text(Row row) {
    return new PassageTexts.PassageText(
        row.getUUID("id"),
        row.getInteger("index"),
        row.getString("content"),
        Json.read(row.getString("metadata"), PassageMetadata.class));
  }

  Future<Passages> find(FindPassages asked) {
    Tuple arguments =
        Tuple.tuple().addUUID(asked.chatbotId()).addValue(asked.passageIds().toArray(UUID[]::new));
    return database
        .read(FIND, arguments)
        .map(rows -> new Passages(Rows.all(rows, PassageTable::passage)));
  }

  Future<Embeddings> embeddings(FindEmbeddings asked) {
    Tuple arguments =
        Tuple.of(asked.chatbotId(), asked.documentName(), asked.embeddingModel())
            .addValue(asked.contents().toArray(String[]::new));
    return database
        .read(EMBEDDINGS, arguments)
        .map(
            rows ->
                new Embeddings(
                    Rows.all(rows, row -> row).stream()
                        .collect(
                            Collectors.toMap(
                                row -> row.getString("hash"), row -> row.getString("embedding")))));
  }

  /** Part of the transaction that stores the document. */
  static Future<List<Passage>> replace(
      SqlConnection connection, StoreDocument asked, Document document, UUID account) {
    List<Passage> passages =
        asked.passages().stream().map(made -> passage(asked, document, account, made)).toList();
    Future<?> stored =
        connection.preparedQuery(FORGET).execute(Tuple.of(asked.chatbotId(), document.id()));
    for (int from = 0; from < passages.size(); from += STORED_AT_ONCE) {
      Tuple part =
          columns(document, passages, from, Math.min(from + STORED_AT_ONCE, passages.size()));
      stored = stored.compose(before -> connection.preparedQuery(STORE).execute(part));
    }
    return stored.map(done -> passages);
  }

  private static Passage passage(
      StoreDocument asked, Document document, UUID account, NewPassage made) {
    return new Passage(
        UUID.randomUUID(),
        asked.chatbotId(),
        account,
        made.name(),
        made.content(),
        made.metadata(),
        made.embedding(),
        document.updatedAt(),
        document.updatedAt());
  }

  private static Tuple columns(Document document, List<Passage> passages, int from, int to) {
    List<Passage> part = new ArrayList<>(passages.subList(from, to));
    Passage first = part.getFirst();
    return Tuple.tuple()
        .addUUID(first.chatbotId())
        .addUUID(document.id())
        .addValue(IntStream.range(from, to).boxed().toArray(Integer[]::new))
        .addValue(part.stream().map(Passage::id).toArray(UUID[]::new))
        .addValue(part.stream().map(Passage::name).toArray(String[]::new))
        .addValue(part.stream().map(Passage::content).toArray(String[]::new))
        .addValue(part.stream().map(p -> Json.compact(p.metadata())).toArray(String[]::new))
        .addValue(part.stream().map(Passage::embedding).toArray(String[]::new))
        .addValue(OffsetDateTime.ofInstant(first.createdAt(), ZoneOffset.UTC));
  }

  private static Passage passage(Row row) {
    return new Passage(
        row.getUUID("id"),
        row.getUUID("chatbot"),
        row.getUUID("account"),
        row.getString("name"),
        row.getString("content"),
        Json.read(row.getString("metadata"), PassageMetadata.class),
        row.getString("embedding"),
        Rows.instant(row, "created_at"),
        Rows.instant(row, "created_at"));
  }
}
