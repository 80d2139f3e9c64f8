package repartee.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The processor time that each party has used so far.
 *
 * @param server the measured JVM
 * @param database PostgreSQL with all its backends
 * @param bench this JVM: those who ask, and the fake model
 */
record Cpu(Duration server, Duration database, Duration bench) {

  static Cpu now(ProcessHandle server, ProcessHandle database) {
    return new Cpu(
        used(Stream.of(server)),
        used(Stream.concat(Stream.of(database), database.descendants())),
        used(Stream.of(ProcessHandle.current())));
  }

  private static Duration used(Stream<ProcessHandle> processes) {
    return processes
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  Cpu minus(Cpu earlier) {
    return new Cpu(
        server.minus(earlier.server), database.minus(earlier.database), bench.minus(earlier.bench));
  }

  /** By party, in the order in which they are reported. */
  Map<String, Duration> parties() {
    Map<String, Duration> parties = new LinkedHashMap<>();
    parties.put("server", server);
    parties.put("PostgreSQL", database);
    parties.put("load and fake model", bench);
    return parties;
  }
}
