package repartee.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import repartee.testkit.FakeModelScript;

/** What it costs that many watch one answer: deliveries, their delay, processor time, memory. */
final class WatchBench {
  private static final double KIB = 1024;
  private static final int LONG_TEXT = 90_000;
  private static final double COPIES_MAX = 0.1;

  private final Stand stand;
  private final Settings settings;
  private final Report report;
  private final Corpus corpus = new Corpus();

  private record Round(Histogram delays, long frames, Duration lasted, Cpu cpu) {
    long deliveries() {
      return delays.getTotalCount();
    }
  }

  WatchBench(Stand stand, Settings settings, Report report) {
    this.stand = stand;
    this.settings = settings;
    this.report = report;
  }

  void run() {
    stand.server().warmUp(corpus, settings.warmup());
    Map<String, Supplier<Round>> contenders = new LinkedHashMap<>();
    List<Integer> sizes = new ArrayList<>();
    for (int size = 1; size < settings.readers(); size *= 10) {
      sizes.add(size);
    }
    sizes.add(settings.readers());
    sizes.forEach(size -> contenders.put(size.toString(), () -> round(size)));
    Map<String, List<Round>> found = Rounds.interleaved(settings.rounds(), contenders, report);
    report.say(
        "One answer of %d pieces %d ms apart, read on channels; delay from the model's writing to"
            .formatted(settings.pieces(), settings.pause()));
    report.say("the reader, a delivery is a piece at a reader; median of rounds (min to max)");
    report.say("");
    List<Round> alone = found.getOrDefault("1", List.of());
    sizes.forEach(size -> tell(size, found.getOrDefault(size.toString(), List.of()), alone));
    tellMemory();
  }

  private Round round(int size) {
    Crowd crowd = Crowd.gather(stand, List.of(stand.server()), size, corpus);
    stand.modelAnswersTimes(settings.pieces(), settings.pause());
    Cpu before = stand.cpu(stand.server());
    long beginNs = System.nanoTime();
    crowd.watchTimes(corpus);
    Duration lasted = Duration.ofNanos(System.nanoTime() - beginNs);
    Cpu used = stand.cpu(stand.server()).minus(before);
    crowd.leave();
    Histogram delays = crowd.delays(stand.server());
    if (delays.getTotalCount() != (long) size * settings.pieces()) {
      throw new IllegalStateException(
          "%d readers got %d pieces".formatted(size, delays.getTotalCount()));
    }
    return new Round(delays, crowd.frames(), lasted, used);
  }

  private void tell(int size, List<Round> rounds, List<Round> alone) {
    String key = "readers_" + size;
    report.series(
        "%,d reading: deliveries a second".formatted(size),
        key + "_per_second",
        Series.of(rounds, round -> round.deliveries() * 1e9 / round.lasted().toNanos()),
        "/s");
    report.series(
        "  pieces that came at once",
        key + "_pieces_per_frame",
        Series.of(rounds, round -> (double) round.deliveries() / round.frames()),
        "");
    compare("delay, p50", key + "_p50_ms", "ms", rounds, alone, round -> millis(round, 50));
    compare("delay, p99", key + "_p99_ms", "ms", rounds, alone, round -> millis(round, 99));
    compare(
        "processor time of the server, per delivery",
        key + "_us_server",
        "us",
        rounds,
        alone,
        round -> round.cpu().server().toNanos() / 1e3 / round.deliveries());
    compare(
        "processor time of the readers, per delivery",
        key + "_us_readers",
        "us",
        rounds,
        alone,
        round -> round.cpu().bench().toNanos() / 1e3 / round.deliveries());
    report.say("");
  }

  private void compare(
      String what,
      String key,
      String unit,
      List<Round> rounds,
      List<Round> alone,
      ToDoubleFunction<Round> number) {
    Series series = Series.of(rounds, number);
    report.series("  " + what, key, series, unit);
    if (!rounds.equals(alone)) {
      report.series(
          "    ratio to one reader", key + "_ratio", series.over(Series.of(alone, number)), "");
    }
  }

  /** The heap after a full collection: with readers who wait, and when they have a long text. */
  private void tellMemory() {
    double[] one = heaps(1);
    double[] all = heaps(settings.readers());
    double text = LONG_TEXT / KIB;
    report.say(
        "heap of the server after a full collection, 1 reader and %,d"
            .formatted(settings.readers()));
    report.say(
        "  who wait                            %,10.0f KiB  %,10.0f KiB".formatted(one[0], all[0]));
    report.say(
        "  who have got a text of %,d characters, still running: %,.0f KiB  %,.0f KiB more"
            .formatted(LONG_TEXT, one[1] - one[0], all[1] - all[0]));
    double each = (all[0] - one[0]) / Math.max(1, settings.readers() - 1);
    report.say("  a reader who waits: %.1f KiB".formatted(each));
    report.target(
        "the text is kept once, not once a reader (%,.0f KiB)".formatted(settings.readers() * text),
        all[1] - all[0] - (one[1] - one[0]) <= COPIES_MAX * settings.readers() * text);
    report.number("heap_kib_1", one[0]);
    report.number("heap_kib_all", all[0]);
    report.number("heap_kib_text_1", one[1] - one[0]);
    report.number("heap_kib_text_all", all[1] - all[0]);
    report.number("heap_kib_reader", each);
  }

  private double[] heaps(int size) {
    Crowd crowd = Crowd.gather(stand, List.of(stand.server()), size, corpus);
    double waiting = heap();
    stand.modelSays(
        FakeModelScript.says("word ".repeat(LONG_TEXT / 5))
            .paced(1)
            .ending(FakeModelScript.Ending.SILENCE));
    crowd.watchText(corpus, LONG_TEXT);
    double reading = heap();
    crowd.leave();
    return new double[] {waiting, reading};
  }

  private double heap() {
    return stand.server().process().memory().heapBytesAfterCollection() / KIB;
  }

  private static double millis(Round round, int percentile) {
    return round.delays().getValueAtPercentile(percentile) / 1e3;
  }
}
