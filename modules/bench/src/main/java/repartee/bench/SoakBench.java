package repartee.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whether the server's memory stays flat over many turns. */
final class SoakBench {
  private static final int LEGS = 10;
  private static final double GROWTH_MAX = 0.1;
  private static final double MIB = 1024 * 1024;

  private final Stand stand;
  private final Settings settings;
  private final Report report;
  private final Corpus corpus = new Corpus();

  SoakBench(Stand stand, Settings settings, Report report) {
    this.stand = stand;
    this.settings = settings;
    this.report = report;
  }

  void run() {
    stand.modelAnswersAtOnce();
    report.say("Memory of the server's JVM, %d asking at once".formatted(settings.connections()));
    report.say("     turns   heap after a collection   resident");
    List<Double> heaps = new ArrayList<>();
    tell(0, heaps);
    int leg = settings.turns() / LEGS;
    long failed = 0;
    for (int done = 1; done <= LEGS; done++) {
      failed += turns(leg);
      tell(done * leg, heaps);
    }
    report.say("  %d turns failed".formatted(failed));
    // The first legs fill caches and compile; what counts is whether it goes on growing.
    double early = new Series(heaps.subList(2, 5)).median();
    double late = new Series(heaps.subList(heaps.size() - 3, heaps.size())).median();
    double growth = late / early - 1;
    report.say(
        "  heap, last three readings over the third to fifth: %+.1f%%".formatted(100 * growth));
    report.target("flat, within %.0f%%".formatted(100 * GROWTH_MAX), growth <= GROWTH_MAX);
    report.number("heap_growth", growth);
    report.number("failed", (double) failed);
  }

  /** Whole and streamed answers by halves; how many failed. */
  private long turns(int count) {
    List<Chat> askers =
        IntStream.range(0, settings.connections())
            .mapToObj(i -> new Chat(stand.server(), corpus::unheard, i % 2 == 0))
            .toList();
    int[] left = {count};
    return new ClosedLoop(stand.loop()).run(askers, () -> left[0]-- > 0).checked("soak").failed();
  }

  private void tell(int turns, List<Double> heaps) {
    double heap = stand.server().process().memory().heapBytesAfterCollection() / MIB;
    heaps.add(heap);
    report.number("heap_mib_" + turns, heap);
    String resident =
        Stream.of(stand.server().process().memory().residentBytes())
            .map(bytes -> bytes.isPresent() ? "%.0f MiB".formatted(bytes.getAsLong() / MIB) : "?")
            .findFirst()
            .orElseThrow();
    report.say("  %,8d   %19.1f MiB   %s".formatted(turns, heap, resident));
  }
}
