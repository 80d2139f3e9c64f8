package repartee.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real PostgreSQL for one run, that keeps its word: a commit is on disk when it is told. */
final class Database implements AutoCloseable {
  private static final String CONNECTIONS_MAX = "300";

  private final EmbeddedPostgres postgres;
  private final ProcessHandle process;

  private Database(EmbeddedPostgres postgres, ProcessHandle process) {
    this.postgres = postgres;
    this.process = process;
  }

  /** Starts in that folder, which it fills; counts its statements only if that is wanted. */
  static Database start(Path folder, boolean countsStatements) {
    try {
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder()
              .setServerConfig(
                  "shared_preload_libraries", countsStatements ? "pg_stat_statements" : "")
              .setDataDirectory(folder)
              .setCleanDataDirectory(true)
              // The binaries' starter turns both off, for tests that have nothing to lose.
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("max_connections", CONNECTIONS_MAX)
              .start();
      String pid = Files.readAllLines(folder.resolve("postmaster.pid")).getFirst().strip();
      return new Database(postgres, ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
    } catch (IOException unable) {
      throw new UncheckedIOException("PostgreSQL does not start.", unable);
    }
  }

  /** As the server's {@code --database} and the client of the baseline want it. */
  String url() {
    return url("postgres");
  }

  /** The same of another database there. */
  String url(String name) {
    return "postgresql://postgres:postgres@localhost:%d/%s".formatted(postgres.getPort(), name);
  }

  ProcessHandle process() {
    return process;
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException unable) {
      throw new UncheckedIOException("PostgreSQL does not stop.", unable);
    }
  }
}
