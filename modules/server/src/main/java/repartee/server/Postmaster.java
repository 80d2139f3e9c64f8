package repartee.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The running PostgreSQL of a cluster folder, as its {@code postmaster.pid} tells.
 *
 * @param ready it takes connections
 */
record Postmaster(ProcessHandle process, int port, boolean ready) {
  // The lines of the file: pid, folder, start, port, socket folder, address, shared memory, status.
  private static final int PORT = 3;
  private static final int STATUS = 7;

  /** Absent where none runs. A file that a dead one left, or a half-written one, counts as none. */
  static Optional<Postmaster> of(Path cluster) {
    List<String> lines = lines(cluster);
    if (lines.size() <= PORT) {
      return Optional.empty();
    }
    boolean ready = lines.size() > STATUS && lines.get(STATUS).strip().equals("ready");
    return process(lines)
        .filter(process -> program(process).filter(Postmaster::isPostgres).isPresent())
        .map(process -> new Postmaster(process, Integer.parseInt(lines.get(PORT).strip()), ready));
  }

  /**
   * Removes what a dead one left if its number is now another program's: PostgreSQL would refuse to
   * start beside it. Every other such file it judges better itself.
   */
  static void forgetIfReplaced(Path cluster) throws IOException {
    boolean replaced =
        process(lines(cluster))
            .flatMap(Postmaster::program)
            .filter(program -> !isPostgres(program))
            .isPresent();
    if (replaced) {
      Files.delete(cluster.resolve("postmaster.pid"));
    }
  }

  private static List<String> lines(Path cluster) {
    try {
      return Files.readAllLines(cluster.resolve("postmaster.pid"));
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Optional<ProcessHandle> process(List<String> lines) {
    return lines.isEmpty() || !lines.getFirst().matches("[0-9]{1,18}")
        ? Optional.empty()
        : ProcessHandle.of(Long.parseLong(lines.getFirst())).filter(ProcessHandle::isAlive);
  }

  private static Optional<Path> program(ProcessHandle process) {
    return process.info().command().map(Path::of);
  }

  private static boolean isPostgres(Path program) {
    return program.endsWith("postgres");
  }
}
