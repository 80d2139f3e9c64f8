package repartee.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL for tests, in a temporary folder and on a free port; it ends with the JVM.
 *
 * <p>Most tests take {@link #freshDatabase()} of the one server that they share. A test that wants
 * the server stopped, frozen or reconfigured starts its {@link #own()}.
 */
public final class PostgreSQL implements AutoCloseable {
  private static final AtomicInteger databases = new AtomicInteger();
  private static @Nullable PostgreSQL shared;

  private final Path folder;
  private EmbeddedPostgres server;
  private boolean running;

  private PostgreSQL(Path folder) throws IOException {
    this.folder = folder;
    this.server = start(folder, 0);
    this.running = true;
  }

  /** The URL of an empty database of the shared server. */
  public static synchronized String freshDatabase() {
    PostgreSQL server = shared;
    if (server == null) {
      server = own();
      shared = server;
    }
    return server.database();
  }

  /** A server of one's own, started now. */
  public static PostgreSQL own() {
    try {
      Path folder = Files.createTempDirectory("repartee-postgresql-");
      PostgreSQL server = new PostgreSQL(folder);
      Runtime.getRuntime().addShutdownHook(new Thread(server::end));
      return server;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The URL of a new, empty database of this server. */
  public String database() {
    String name = "test_" + databases.incrementAndGet();
    execute("CREATE DATABASE " + name);
    return "postgresql://postgres:postgres@127.0.0.1:" + server.getPort() + "/" + name;
  }

  /** The same for a role that is made, owns it and has to say its password. */
  public String guardedDatabase(String role, String password) {
    String url = database();
    String name = url.substring(url.lastIndexOf('/') + 1);
    execute("CREATE ROLE " + role + " LOGIN PASSWORD '" + password + "'");
    execute("ALTER DATABASE " + name + " OWNER TO " + role);
    Path rules = folder.resolve("pg_hba.conf");
    try {
      String all = Files.readString(rules);
      Files.writeString(rules, "host all " + role + " 127.0.0.1/32 scram-sha-256\n" + all);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    execute("SELECT pg_reload_conf()");
    return url.replace("postgres:postgres@", role + ":" + password + "@");
  }

  /**
   * Runs a statement as the superuser, outside of any transaction, in the server's own database.
   */
  public void execute(String sql) {
    execute(server.getPostgresDatabase(), sql);
  }

  /** The same in one of its databases, by its URL. */
  public void execute(String url, String sql) {
    String name = url.substring(url.lastIndexOf('/') + 1);
    execute(server.getDatabase("postgres", name), sql);
  }

  private static void execute(DataSource database, String sql) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** Ends the server as an operator would; what it keeps stays. */
  public void stop() {
    running = false;
    try {
      server.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Starts it again after {@link #stop()}, on the same port with the same data. */
  public void restart() {
    try {
      server = start(folder, server.getPort());
      running = true;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Holds all its processes, as a lost network or a stalled disk does: nothing is answered. */
  public void freeze() {
    signal("-STOP");
  }

  /** Lets them go on after {@link #freeze()}. */
  public void thaw() {
    signal("-CONT");
  }

  /** Ends it; its folder goes with the JVM. */
  @Override
  public void close() {
    if (running) {
      thaw();
      stop();
    }
  }

  private void end() {
    try {
      Optional<ProcessHandle> process = running ? postmaster() : Optional.empty();
      close();
      // The library's own hook may be ending it at the same time.
      process.ifPresent(ending -> ending.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    } catch (UncheckedIOException gone) {
      // It has ended already.
    }
    remove(folder);
  }

  private Optional<ProcessHandle> postmaster() {
    try {
      String pid = Files.readAllLines(folder.resolve("postmaster.pid")).get(0);
      return ProcessHandle.of(Long.parseLong(pid));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private void signal(String signal) {
    try {
      Stream<ProcessHandle> all =
          postmaster().stream()
              .flatMap(parent -> Stream.concat(Stream.of(parent), parent.descendants()));
      List<String> command =
          Stream.concat(
                  Stream.of("kill", signal), all.map(process -> String.valueOf(process.pid())))
              .toList();
      if (!new ProcessBuilder(command).start().waitFor(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("kill " + signal + " does not end");
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static EmbeddedPostgres start(Path folder, int port) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(folder)
            .setCleanDataDirectory(false) // else a stop would take the data along
            .setServerConfig("max_connections", "200")
            .setServerConfig("listen_addresses", "127.0.0.1");
    return (port == 0 ? builder : builder.setPort(port)).start();
  }

  private static void remove(Path folder) {
    try (Stream<Path> inside = Files.walk(folder)) {
      inside.sorted((a, b) -> b.compareTo(a)).forEach(path -> path.toFile().delete());
    } catch (IOException | UncheckedIOException gone) {
      // Removed already.
    }
  }
}
