package repartee.storage;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.AddFile;
import repartee.contract.ClaimFile;
import repartee.contract.ClaimedFile;
import repartee.contract.Document;
import repartee.contract.DocumentState;
import repartee.contract.Done;
import repartee.contract.FileCame;
import repartee.contract.FileClaim;
import repartee.contract.FilePart;
import repartee.contract.HoldFile;
import repartee.contract.Problem;
import repartee.contract.ReadFilePart;
import repartee.contract.RefuseFile;
import repartee.contract.ReleaseFile;
import repartee.contract.StoreDocument;
import repartee.contract.StoreFilePart;

/**
 * Files that wait to become documents. Whoever takes one in has claimed it for a while; all that is
 * said of it later names the claim, and counts only while it is good.
 */
final class FileTable {
  private static final String STORE_PART =
      """
      INSERT INTO file_part (upload, index, content) VALUES ($1, $2, $3)
      """;

  private static final String HOLD_CHATBOT =
      """
      SELECT (SELECT count(*) FROM file WHERE chatbot = b.id AND state <> 'failed') AS files
      FROM chatbot b WHERE b.id = $1 FOR NO KEY UPDATE
      """;

  private static final String ADD =
      """
      INSERT INTO file AS f (chatbot, id, upload, name, bytes, parts)
      SELECT $1, coalesce(
          (SELECT id FROM document
            WHERE chatbot = $1 AND (source = 'pair') IS FALSE AND name_hash(name) = name_hash($3)),
          $4),
        $2, $3, $5, $6::int
      WHERE (SELECT count(*) FROM file_part WHERE upload = $2) = $6::int
      ON CONFLICT (chatbot, name_hash(name)) DO UPDATE SET
        upload = excluded.upload, bytes = excluded.bytes, parts = excluded.parts,
        state = 'waiting', progress = NULL, failure = NULL, tries = 0, claim = NULL,
        claimed_until = NULL, updated_at = now()
      RETURNING id
      """;

  private static final String CLAIM =
      """
      WITH next AS (
        SELECT chatbot, id FROM file
        WHERE state <> 'failed' AND (claimed_until IS NULL OR claimed_until < now())
        ORDER BY updated_at LIMIT 1
        FOR UPDATE SKIP LOCKED
      )
      UPDATE file f SET claim = $1, claimed_until = now() + $2::int * interval '1 ms',
        state = 'reading', progress = 0, tries = tries + 1, updated_at = now()
      FROM next WHERE f.chatbot = next.chatbot AND f.id = next.id
      RETURNING f.upload, f.chatbot, f.name, f.parts, f.tries
      """;

  private static final String FORGET_LOST_PARTS =
      """
      DELETE FROM file_part p
      WHERE created_at < now() - interval '1 hour'
      AND NOT EXISTS (SELECT FROM file f WHERE f.upload = p.upload)
      """;

  private static final String READ_PART =
      """
      SELECT p.content FROM file f JOIN file_part p ON p.upload = f.upload AND p.index = $3
      WHERE f.upload = $1 AND f.claim = $2
      """;

  private static final String HOLD =
      """
      UPDATE file SET state = coalesce($3, state), progress = coalesce($4, progress),
        claimed_until = now() + $5::int * interval '1 ms'
      WHERE upload = $1 AND claim = $2 AND state <> 'failed'
      RETURNING id
      """;

  private static final String REFUSE =
      """
      WITH refused AS (
        UPDATE file SET state = 'failed', failure = $3, progress = NULL, claim = NULL,
          claimed_until = NULL, updated_at = now()
        WHERE upload = $1 AND claim = $2 RETURNING upload
      ), parts AS (
        DELETE FROM file_part USING refused WHERE file_part.upload = refused.upload
      )
      SELECT FROM refused
      """;

  private static final String RELEASE =
      """
      UPDATE file SET state = 'waiting', progress = NULL, claim = NULL, claimed_until = NULL,
        tries = tries - 1
      WHERE upload = $1 AND claim = $2
      """;

  private static final String TAKE_CLAIMED =
      """
      WITH gone AS (
        DELETE FROM file WHERE upload = $1 AND claim = $2 RETURNING id, upload
      ), parts AS (
        DELETE FROM file_part USING gone WHERE file_part.upload = gone.upload
      )
      SELECT id FROM gone
      """;

  private static final String TAKE_NAMED =
      """
      WITH gone AS (
        DELETE FROM file WHERE chatbot = $1 AND name_hash(name) = name_hash($2)
        RETURNING id, upload
      ), parts AS (
        DELETE FROM file_part USING gone WHERE file_part.upload = gone.upload
      )
      SELECT id FROM gone
      """;

  private final Database database;
  private final EventBus bus;
  private final int filesWaitingMax;

  FileTable(Database database, EventBus bus, int filesWaitingMax) {
    this.database = database;
    this.bus = bus;
    this.filesWaitingMax = filesWaitingMax;
  }

  Future<Done> storePart(StoreFilePart asked) {
    return database
        .write(STORE_PART, Tuple.of(asked.upload(), asked.index(), buffer(asked.content())))
        .map(stored -> new Done());
  }

  Future<Document> add(AddFile asked) {
    return database
        .transaction(connection -> add(connection, asked))
        .onSuccess(added -> FileCame.EVENT.publish(bus, new FileCame(asked.chatbotId())));
  }

  private Future<Document> add(SqlConnection connection, AddFile asked) {
    Tuple columns =
        Tuple.tuple()
            .addUUID(asked.chatbotId())
            .addUUID(asked.upload())
            .addString(asked.name())
            .addUUID(UUID.randomUUID())
            .addLong(asked.bytes())
            .addInteger(asked.parts());
    return connection
        .preparedQuery(HOLD_CHATBOT)
        .execute(Tuple.of(asked.chatbotId()))
        .compose(
            rows ->
                Rows.one(
                    rows,
                    row -> row.getLong("files"),
                    Problem.Kind.UNKNOWN_CHATBOT,
                    "There is no such chatbot."))
        .compose(
            files ->
                files < filesWaitingMax
                    ? connection.preparedQuery(ADD).execute(columns)
                    : Future.failedFuture(
                        new Problem(
                            Problem.Kind.BUSY,
                            "Too many files of this chatbot wait. Please send it later.")))
        .compose(
            rows ->
                Rows.one(
                    rows,
                    row -> row.getUUID("id"),
                    Problem.Kind.INVALID,
                    "The file did not arrive whole. Please send it again."))
        .compose(id -> DocumentTable.shown(connection, asked.chatbotId(), id));
  }

  Future<ClaimedFile> claim(ClaimFile asked) {
    return database
        .write(CLAIM, Tuple.of(asked.claim(), ClaimFile.GOOD_FOR_MS))
        .compose(
            rows ->
                rows.size() == 0
                    ? forgetLostParts().map(done -> new ClaimedFile(null))
                    : Future.succeededFuture(claimed(rows.iterator().next(), asked.claim())));
  }

  // Nobody waits for a file just now.
  private Future<RowSet<Row>> forgetLostParts() {
    return database.write(FORGET_LOST_PARTS, Tuple.tuple());
  }

  private static ClaimedFile claimed(Row row, UUID claim) {
    return new ClaimedFile(
        new ClaimedFile.File(
            new FileClaim(row.getUUID("upload"), claim),
            row.getUUID("chatbot"),
            row.getString("name"),
            row.getInteger("parts"),
            row.getInteger("tries")));
  }

  Future<FilePart> readPart(ReadFilePart asked) {
    return database
        .read(READ_PART, of(asked.claim()).addInteger(asked.index()))
        .compose(
            rows ->
                good(rows)
                    .map(
                        first ->
                            new FilePart(
                                ByteBuffer.wrap(first.getBuffer("content").getBytes())
                                    .asReadOnlyBuffer())));
  }

  Future<Done> hold(HoldFile asked) {
    DocumentState state = asked.state();
    return database
        .write(
            HOLD,
            of(asked.claim())
                .addString(state == null ? null : Rows.stored(state))
                .addDouble(asked.progress())
                .addInteger(ClaimFile.GOOD_FOR_MS))
        .compose(FileTable::good)
        .map(held -> new Done());
  }

  Future<Done> refuse(RefuseFile asked) {
    return database
        .write(REFUSE, of(asked.claim()).addString(asked.sentence()))
        .compose(FileTable::good)
        .map(refused -> new Done());
  }

  Future<Done> release(ReleaseFile asked) {
    return database.write(RELEASE, of(asked.claim())).map(released -> new Done());
  }

  /**
   * Part of the transaction that stores a document: its file has done its work, or is replaced by
   * it. The result is the id that the file promised, if there was one.
   */
  static Future<@Nullable UUID> take(SqlConnection connection, StoreDocument asked) {
    FileClaim claim = asked.file();
    if (claim != null) {
      return connection
          .preparedQuery(TAKE_CLAIMED)
          .execute(of(claim))
          .compose(FileTable::good)
          .map(row -> row.getUUID("id"));
    }
    return connection
        .preparedQuery(TAKE_NAMED)
        .execute(Tuple.of(asked.chatbotId(), asked.name()))
        .map(rows -> rows.size() == 0 ? null : rows.iterator().next().getUUID("id"));
  }

  private static Future<Row> good(RowSet<Row> rows) {
    return Rows.one(
        rows,
        row -> row,
        Problem.Kind.OTHER_EPOCH,
        "The file was replaced, removed, or is taken in by another node.");
  }

  private static Tuple of(FileClaim claim) {
    return Tuple.tuple().addUUID(claim.upload()).addUUID(claim.claim());
  }

  private static Buffer buffer(ByteBuffer content) {
    byte[] bytes = new byte[content.remaining()];
    content.duplicate().get(bytes);
    return Buffer.buffer(bytes);
  }
}
