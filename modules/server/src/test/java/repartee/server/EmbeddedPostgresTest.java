package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedPostgresTest {
  // Unpacked once for all tests.
  private static final Path PROGRAMS = Path.of("target", "postgresql").toAbsolutePath();

  @TempDir private Path folder;
  private DataFolder data;

  @BeforeEach
  void open() {
    data = DataFolder.open(folder.resolve("data"));
  }

  @AfterEach
  void stop() {
    postgres(64).close();
    data.close();
  }

  @Test
  void itIsDurableForThisMachineOnlyAndAsksForThePassword() throws Exception {
    String url = postgres(64).start();

    String password = Files.readString(data.resolve("postgresql-password")).strip();
    assertThat(url).startsWith("postgresql://repartee:" + password + "@127.0.0.1:");
    assertThat(setting("fsync")).isEqualTo("on");
    assertThat(setting("synchronous_commit")).isEqualTo("on");
    assertThat(setting("full_page_writes")).isEqualTo("on");
    assertThat(setting("listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(setting("unix_socket_directories")).isEmpty();
    assertThat(Files.readString(cluster().resolve("pg_hba.conf")))
        .isEqualTo("host all repartee 127.0.0.1/32 scram-sha-256\n");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(data.resolve("postgresql-password"))))
        .isEqualTo("rw-------");
  }

  @Test
  void oneThatAKilledServerLeftBehindIsGoneOnWith() {
    String url = postgres(64).start();
    long pid = running().process().pid();

    // The server is killed: nobody closes anything. The next one comes.
    String again = postgres(64).start();

    assertThat(again).isEqualTo(url);
    assertThat(running().process().pid()).isEqualTo(pid);
  }

  @Test
  void oneThatRunsUnderOtherSettingsIsStartedAnew() throws Exception {
    String unused = postgres(64).start();
    ProcessHandle first = running().process();

    String again = postgres(32).start();

    assertThat(again).isNotEqualTo(unused);
    assertThat(running().process()).isNotEqualTo(first);
    awaitEnd(first);
  }

  @Test
  void oneThatWasKilledItselfRecovers() throws Exception {
    postgres(64).start();
    ProcessHandle killed = running().process();
    killed.destroyForcibly();
    awaitEnd(killed);

    postgres(64).start();

    assertThat(running().ready()).isTrue();
  }

  @Test
  void aNumberThatIsNowAnotherProgramsDoesNotKeepItFromStarting() throws Exception {
    EmbeddedPostgres first = postgres(64);
    first.start();
    Path pidFile = cluster().resolve("postmaster.pid");
    String left = Files.readString(pidFile);
    first.close();
    Files.writeString(pidFile, left.replaceFirst("[0-9]+", "" + ProcessHandle.current().pid()));

    postgres(64).start();

    assertThat(running().process().pid()).isNotEqualTo(ProcessHandle.current().pid());
  }

  @Test
  void aStartThatWasKilledWhileItSetUpIsBegunAnew() throws Exception {
    Path half = Files.createDirectories(data.resolve("postgresql/cluster.new/base"));
    Files.writeString(half.resolve("half"), "written");

    postgres(64).start();

    assertThat(running().ready()).isTrue();
    assertThat(half).doesNotExist();
  }

  @Test
  void closedItLeavesNoProcessAndDoesNotStartAgain() throws Exception {
    EmbeddedPostgres postgres = postgres(64);
    postgres.start();
    ProcessHandle process = running().process();

    postgres.close();

    awaitEnd(process);
    assertThat(Postmaster.of(cluster())).isEmpty();
    assertThatExceptionOfType(StartFailure.class).isThrownBy(postgres::start);
  }

  private EmbeddedPostgres postgres(int sharedBuffersMib) {
    return new EmbeddedPostgres(
        data, new PostgresConfiguration(PROGRAMS.toString(), sharedBuffersMib, 20, 60_000));
  }

  private Path cluster() {
    return data.resolve("postgresql").resolve("cluster");
  }

  private Postmaster running() {
    return Postmaster.of(cluster()).orElseThrow();
  }

  /** What PostgreSQL itself makes of its files. */
  private String setting(String name) {
    PostgresCommand command = new PostgresCommand(folder.resolve("said"));
    command.run(
        10_000,
        PostgresPrograms.unpacked(PROGRAMS),
        "postgres",
        List.of("-D", cluster().toString(), "-C", name));
    return command.said();
  }

  // Whoever inherits orphans may bury them a little later.
  private static void awaitEnd(ProcessHandle process) throws Exception {
    process.onExit().get(20, TimeUnit.SECONDS);
  }
}
