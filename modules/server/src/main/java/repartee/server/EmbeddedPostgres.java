package repartee.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.ApiToken;

/**
 * A PostgreSQL of the server's own in the data folder: real, durable, for this machine only.
 *
 * <p>It outlives a server that is killed; the next one finds it and goes on with it. Whoever calls
 * holds the lock of the data folder.
 */
final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final String USER = "repartee";
  private static final String PASSWORD_FILE = "postgresql-password";
  private static final int ATTEMPTS = 6;
  private static final int PAUSE_MS = 500;
  private static final int STOP_TIMEOUT_MS = 15_000;
  private static final int PROBE_TIMEOUT_MS = 1_000;

  private final DataFolder data;
  private final PostgresConfiguration configuration;
  private final Path home;
  private final Path cluster;
  private final PostgresCommand command;
  private boolean closed;

  EmbeddedPostgres(DataFolder data, PostgresConfiguration configuration) {
    this.data = data;
    this.configuration = configuration;
    this.home = data.resolve("postgresql");
    this.cluster = home.resolve("cluster");
    this.command = new PostgresCommand(home.resolve("command.log"));
  }

  /** Running and ready when it returns, be it made, started or found; the result is its URL. */
  synchronized String start() {
    if (closed) {
      throw new StartFailure("The server was stopped while it started.");
    }
    Path programs = programs();
    String password = data.secret(PASSWORD_FILE, () -> ApiToken.random().text());
    if (!Files.isDirectory(cluster)) {
      initialize(programs);
    }
    if (!adopt()) {
      stop(programs);
      start(programs);
    }
    int port = Postmaster.of(cluster).map(Postmaster::port).orElse(0);
    return "postgresql://" + USER + ":" + password + "@127.0.0.1:" + port + "/postgres";
  }

  /** Waits for a start that is under way, so that nothing of it is left. */
  @Override
  public synchronized void close() {
    closed = true;
    if (Files.isDirectory(cluster)) {
      stop(programs());
    }
  }

  private Path programs() {
    String elsewhere = configuration.programs();
    try {
      Files.createDirectories(home);
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
    if (elsewhere != null) {
      return PostgresPrograms.unpacked(Path.of(elsewhere).toAbsolutePath().normalize());
    }
    PostgresPrograms.removeUnfinished(home);
    return PostgresPrograms.unpacked(home);
  }

  /** Made aside and renamed when it is whole and on disk: a start that is killed leaves no half. */
  private void initialize(Path programs) {
    Path unfinished = home.resolve("cluster.new");
    try {
      PostgresPrograms.delete(unfinished);
      setUp(
          programs,
          List.of(
              "--pgdata=" + unfinished,
              "--username=" + USER,
              "--pwfile=" + data.resolve(PASSWORD_FILE),
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale=C",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8",
              "--no-instructions",
              "--no-sync"));
      Files.writeString(
          unfinished.resolve("pg_hba.conf"), "host all " + USER + " 127.0.0.1/32 scram-sha-256\n");
      Files.writeString(
          unfinished.resolve("postgresql.conf"),
          "\ninclude 'repartee.conf'\n",
          StandardOpenOption.APPEND);
      Files.writeString(unfinished.resolve("repartee.conf"), settings(0));
      setUp(programs, List.of("--pgdata=" + unfinished, "--sync-only"));
      Files.move(unfinished, cluster, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  /** One that a killed server left behind is ours if it runs under the settings of now. */
  private boolean adopt() {
    Optional<Postmaster> found = Postmaster.of(cluster);
    boolean ours =
        found.isPresent()
            && found.get().ready()
            && settings(found.get().port()).equals(settingsInForce())
            && isListening(found.get().port());
    if (ours) {
      log.info("found the embedded database running, and goes on with it");
    }
    return ours;
  }

  private void start(Path programs) {
    String said = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        Postmaster.forgetIfReplaced(cluster);
        Files.writeString(cluster.resolve("repartee.conf"), settings(freePort()));
      } catch (IOException unusable) {
        throw new UncheckedIOException(unusable);
      }
      long timeoutSeconds = Math.max(1, configuration.startTimeoutMs() / 1_000);
      if (control(
          programs, "start", "--wait", "--timeout=" + timeoutSeconds, "--log=" + startLog())) {
        return;
      }
      // The port may have been taken meanwhile, or the dead one's last processes may still be
      // going.
      said = command.said() + " | " + lastWords();
      stop(programs);
      pause();
    }
    throw new StartFailure("The embedded PostgreSQL does not start: " + said);
  }

  /** Sessions are cut off, what is committed is kept; whoever does not hear is ended. */
  private void stop(Path programs) {
    Optional<Postmaster> running = Postmaster.of(cluster);
    if (running.isEmpty()) {
      return;
    }
    String timeout = "--timeout=" + STOP_TIMEOUT_MS / 1_000;
    if (!control(programs, "stop", "--mode=fast", "--wait", timeout)
        && !control(programs, "stop", "--mode=immediate", "--wait", timeout)) {
      ProcessHandle process = running.get().process();
      process.destroyForcibly();
      process.onExit().completeOnTimeout(process, STOP_TIMEOUT_MS, TimeUnit.MILLISECONDS).join();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean control(Path programs, String what, String... options) {
    List<String> arguments = new ArrayList<>(List.of(what, "--pgdata=" + cluster));
    arguments.addAll(List.of(options));
    return command.run(
        configuration.startTimeoutMs() + (long) STOP_TIMEOUT_MS, programs, "pg_ctl", arguments);
  }

  private void setUp(Path programs, List<String> arguments) {
    if (!command.run(configuration.startTimeoutMs(), programs, "initdb", arguments)) {
      throw new StartFailure("The embedded PostgreSQL cannot be set up: " + command.said());
    }
  }

  private Path startLog() {
    return cluster.resolveSibling("start.log");
  }

  private String lastWords() {
    try {
      List<String> lines = Files.exists(startLog()) ? Files.readAllLines(startLog()) : List.of();
      return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private String settingsInForce() {
    try {
      return Files.readString(cluster.resolve("repartee.conf"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  // The log says what, never with which values: those are what people said.
  private String settings(int port) {
    return """
    port = %d
    listen_addresses = '127.0.0.1'
    unix_socket_directories = ''
    password_encryption = 'scram-sha-256'
    fsync = on
    synchronous_commit = on
    full_page_writes = on
    wal_level = minimal
    max_wal_senders = 0
    max_wal_size = 512MB
    shared_buffers = %dMB
    max_connections = %d
    io_method = sync
    client_min_messages = warning
    max_parallel_workers = 0
    jit = off
    timezone = 'UTC'
    log_timezone = 'UTC'
    logging_collector = on
    log_directory = 'log'
    log_filename = 'postgresql-%%a.log'
    log_rotation_age = 1d
    log_rotation_size = 0
    log_truncate_on_rotation = on
    log_min_error_statement = panic
    log_error_verbosity = terse
    log_parameter_max_length = 0
    log_parameter_max_length_on_error = 0
    """
        .formatted(port, configuration.sharedBuffersMib(), configuration.connectionsMax());
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private static boolean isListening(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PROBE_TIMEOUT_MS);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }
}
