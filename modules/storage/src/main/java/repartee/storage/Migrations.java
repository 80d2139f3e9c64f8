package repartee.storage;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.Sha256;

/**
 * Brings the database to the shape that this version needs: numbered SQL files, each applied once,
 * all in one transaction. Nodes that start together take turns.
 *
 * @param files in order; a file that was applied somewhere is never edited, a new one is added
 */
record Migrations(List<File> files) {
  private static final Logger log = LoggerFactory.getLogger(Migrations.class);

  // Any number, as long as it is ours: it keeps nodes that start together apart.
  private static final String TAKE_TURNS =
      """
      SET LOCAL client_min_messages = warning;
      SET LOCAL statement_timeout = '50s';
      SELECT pg_advisory_xact_lock(7270651, 1)
      """;

  private static final String BELONGS_TO_OTHERS =
      """
      SELECT to_regclass('repartee_migration') IS NULL
        AND EXISTS (SELECT FROM pg_tables WHERE schemaname = current_schema()) AS others
      """;

  private static final String LEDGER =
      """
      CREATE TABLE IF NOT EXISTS repartee_migration (
        name text PRIMARY KEY,
        sha256 text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
      )
      """;

  private static final String APPLIED =
      """
      SELECT name, sha256 FROM repartee_migration
      """;

  private static final String APPLY =
      """
      INSERT INTO repartee_migration (name, sha256) VALUES ($1, $2)
      """;

  /** A migration: its number and name, and its SQL. */
  record File(String name, String sql) {
    static File resource(String name) {
      try (InputStream in = Migrations.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new IllegalStateException("the jar lacks " + name);
        }
        return new File(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }

    String sha256() {
      return Sha256.of(sql);
    }
  }

  static Migrations ours() {
    return new Migrations(
        List.of(
            File.resource("0001_the_house.sql"),
            File.resource("0002_turns_and_hands.sql"),
            File.resource("0003_the_cluster.sql"),
            File.resource("0004_visitors.sql"),
            File.resource("0005_the_inbox.sql"),
            File.resource("0006_replies_by_name.sql"),
            File.resource("0007_files.sql"),
            File.resource("0008_sites.sql"),
            File.resource("0009_pairs.sql")));
  }

  /** Fails with a sentence for the operator if the database is not ours to change. */
  Future<Void> apply(Database database) {
    return database.transaction(
        connection ->
            connection
                .query(TAKE_TURNS)
                .execute()
                .compose(locked -> connection.query(BELONGS_TO_OTHERS).execute())
                .compose(rows -> refuseOthers(rows, database.place()))
                .compose(ours -> connection.query(LEDGER).execute())
                .compose(there -> connection.query(APPLIED).execute())
                .compose(applied -> applyMissing(connection, applied, database.place())));
  }

  private static Future<Void> refuseOthers(RowSet<Row> rows, String place) {
    return rows.iterator().next().getBoolean("others")
        ? refused(
            "The database " + place + " holds tables of something else. Give Repartee its own.")
        : Future.succeededFuture();
  }

  private Future<Void> applyMissing(SqlConnection connection, RowSet<Row> rows, String place) {
    Map<String, String> applied =
        Rows.all(rows, row -> row).stream()
            .collect(
                Collectors.toMap(row -> row.getString("name"), row -> row.getString("sha256")));
    List<File> missing = new ArrayList<>();
    for (File file : files) {
      String sha256 = applied.remove(file.name);
      if (sha256 == null) {
        missing.add(file);
      } else if (!sha256.equals(file.sha256())) {
        return refused(
            "The migration "
                + file.name
                + " is not the one that made the database "
                + place
                + ". An applied migration must not be edited: add a new one.");
      }
    }
    if (!applied.isEmpty()) {
      return refused(
          "The database " + place + " was made by a newer Repartee. Start that version, or newer.");
    }
    Future<Void> done = Future.succeededFuture();
    for (File file : missing) {
      done = done.compose(before -> apply(connection, file));
    }
    return done;
  }

  private static Future<Void> apply(SqlConnection connection, File file) {
    return connection
        .query(file.sql)
        .execute()
        .compose(
            done -> connection.preparedQuery(APPLY).execute(Tuple.of(file.name, file.sha256())))
        .onSuccess(done -> log.info("the database has a new shape migration={}", file.name))
        .mapEmpty();
  }

  private static <T> Future<T> refused(String sentence) {
    return Future.failedFuture(new IllegalStateException(sentence));
  }
}
