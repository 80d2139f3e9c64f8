package repartee.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The processor time of each thread of a process, as Linux counts it; empty elsewhere. A thread
 * that is busy all the time is a limit even where the processor is not used up.
 */
record Threads(Map<String, Long> ticks) {
  // USER_HZ: 100 on every platform that we run on.
  private static final long TICK_MS = 10;
  private static final int SHOWN = 4;

  // Fields of /proc/*/stat behind the name, which is in parentheses and may hold anything.
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;

  Threads {
    ticks = Map.copyOf(ticks);
  }

  static Threads now(ProcessHandle process) {
    Map<String, Long> ticks = new HashMap<>();
    Path folder = Path.of("/proc/" + process.pid() + "/task");
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(folder)) {
      for (Path task : tasks) {
        count(task, ticks);
      }
    } catch (IOException noProc) {
      return new Threads(Map.of());
    }
    return new Threads(ticks);
  }

  private static void count(Path task, Map<String, Long> ticks) {
    try {
      String stat = Files.readString(task.resolve("stat"));
      int end = stat.lastIndexOf(')');
      String name = stat.substring(stat.indexOf('(') + 1, end).strip();
      String[] fields = stat.substring(end + 2).split(" ");
      long used = Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]);
      ticks.put(name + " #" + task.getFileName(), used);
    } catch (IOException ended) {
      // The thread has ended since the folder was read.
    }
  }

  /** What each has used since then. */
  Threads minus(Threads earlier) {
    return new Threads(
        ticks.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    each -> each.getValue() - earlier.ticks.getOrDefault(each.getKey(), 0L))));
  }

  /** The busiest ones, each with the share of a core that it used in that time. */
  String busiest(Duration lasted) {
    return ticks.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(SHOWN)
        .map(
            each ->
                "%s %.2f"
                    .formatted(
                        each.getKey().replaceAll(" #\\d+$", ""),
                        (double) (each.getValue() * TICK_MS) / Math.max(1, lasted.toMillis())))
        .collect(Collectors.joining(", "));
  }
}
