package repartee.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * The processor time that each party has used so far.
 *
 * @param server the measured JVMs
 * @param database PostgreSQL with all its backends
 * @param bench this JVM: those who ask, and the fake model
 */
record Cpu(Duration server, Duration database, Duration bench) {

  /** Of these servers together. */
  static Cpu now(Stream<ProcessHandle> servers, ProcessHandle database) {
    return new Cpu(
        used(servers),
        Stream.concat(Stream.of(database), database.descendants())
            .map(Cpu::ofSingleThread)
            .reduce(Duration.ZERO, Duration::plus),
        used(Stream.of(ProcessHandle.current())));
  }

  private static Duration used(Stream<ProcessHandle> processes) {
    return processes
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  // PostgreSQL has many processes of one thread, which Linux counts by the nanosecond there; the
  // other count is by a hundredth of a second, and wrong by as much for each of them.
  private static Duration ofSingleThread(ProcessHandle process) {
    try {
      String counted = Files.readString(Path.of("/proc/" + process.pid() + "/schedstat"));
      return Duration.ofNanos(Long.parseLong(counted.substring(0, counted.indexOf(' '))));
    } catch (IOException elsewhereOrEnded) {
      return used(Stream.of(process));
    }
  }

  Cpu minus(Cpu earlier) {
    return new Cpu(
        server.minus(earlier.server), database.minus(earlier.database), bench.minus(earlier.bench));
  }

  Duration of(Party party) {
    return switch (party) {
      case SERVER -> server;
      case DATABASE -> database;
      case BENCH -> bench;
    };
  }

  /** What one of so many things took of it, in microseconds. */
  double microsEach(Party party, long things) {
    return of(party).toNanos() / 1e3 / things;
  }

  /** Who uses the processor. */
  enum Party {
    SERVER("server"),
    DATABASE("PostgreSQL"),
    BENCH("load and fake model");

    private final String title;

    Party(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }
}
