package repartee.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Says what a measurement was made on, and what of the server can be seen besides it. */
final class Surroundings {
  private static final double MIB = 1024 * 1024;

  private final Stand stand;
  private final Report report;

  Surroundings(Stand stand, Report report) {
    this.stand = stand;
    this.report = report;
  }

  /** Before any load. */
  void before() {
    report.say(
        "machine   %d cores (%s), %s, Java %s"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.arch"),
                System.getProperty("os.name"),
                Runtime.version()));
    report.say("database  " + Tally.await(stand.bareInserts().settings()) + storedOn());
    report.say(
        "server    ready after %.1f s, a process of its own; load and fake model share another one"
            .formatted(stand.server().process().startTook().toMillis() / 1000.0));
    // Others at work on the machine distort all that follows; the reader should know.
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    report.say("others    load average of the machine before the load: %.1f".formatted(load));
    report.number("load_average", load);
    report.number("cores", Runtime.getRuntime().availableProcessors());
    resident("before the load", "rss_mib_before");
    report.say("");
  }

  /** After all load. */
  void after() {
    resident("after the load", "rss_mib_after");
    double heap = stand.server().process().memory().heapBytesAfterCollection() / MIB;
    report.say("server    heap after a full collection %.1f MiB".formatted(heap));
    report.number("heap_mib_after", heap);
  }

  private void resident(String when, String key) {
    OptionalLong bytes = stand.server().process().memory().residentBytes();
    if (bytes.isPresent()) {
      double mib = bytes.getAsLong() / MIB;
      report.say("server    resident %.0f MiB %s".formatted(mib, when));
      report.number(key, mib);
    } else {
      report.say("server    resident memory is not measured: this system has no /proc");
    }
  }

  /** A commit costs what the disk below makes of it; in memory it costs next to nothing. */
  private static String storedOn() {
    try {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
      return ", stored on " + Files.getFileStore(temporary).type();
    } catch (IOException unknown) {
      return "";
    }
  }
}
