package repartee.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** How many durable turns a second the server takes at most, against two bare inserts. */
final class TurnsBench {
  private static final String BASELINE = "two bare inserts";
  private static final double RATIO_MIN = 0.5;
  private static final double SATURATED = 0.9;

  private final Stand stand;
  private final Settings settings;
  private final Report report;
  private final Corpus corpus = new Corpus();
  private final Subject endpoint;

  /** One round: the turns, and what they cost. */
  private record Round(Tally tally, Cpu cpu, Threads threads) {
    double cores(Cpu.Party party) {
      return (double) cpu.of(party).toNanos() / tally.lasted().toNanos();
    }
  }

  TurnsBench(Stand stand, Settings settings, Report report) {
    this.stand = stand;
    this.settings = settings;
    this.report = report;
    this.endpoint = stand.serverWithEndpoint();
  }

  void run() {
    report.progress("warming up: what a JVM runs often it compiles, and then runs fast");
    stand.server().warmUp(corpus, settings.warmup());
    endpoint.warmUp(corpus, settings.warmup());
    Map<String, List<Round>> found = Rounds.interleaved(settings.rounds(), contenders(), report);
    report.say(
        "Durable turns a second, %d asking at once, model instant, median of rounds (min to max)"
            .formatted(settings.connections()));
    report.say("");
    Series baseline = perSecond(found.getOrDefault(BASELINE, List.of()));
    found.forEach((name, rounds) -> tell(name, rounds, baseline));
  }

  private Map<String, Supplier<Round>> contenders() {
    Map<String, Supplier<Round>> contenders = new LinkedHashMap<>();
    contenders.put(
        BASELINE, () -> round(BASELINE, stand.server(), () -> stand.bareInserts().asker(corpus)));
    add(contenders, "new questions", stand.server(), corpus::unheard);
    add(
        contenders,
        settings.repeat() + "% asked before",
        stand.server(),
        () -> corpus.question(settings.repeat()));
    add(contenders, "new questions, embedding by an endpoint", endpoint, corpus::unheard);
    return contenders;
  }

  private void add(
      Map<String, Supplier<Round>> contenders,
      String questions,
      Subject subject,
      Supplier<String> question) {
    String whole = "whole answers, " + questions;
    String streamed = "streamed answers, " + questions;
    contenders.put(whole, () -> round(whole, subject, () -> new Chat(subject, question, false)));
    contenders.put(
        streamed, () -> round(streamed, subject, () -> new Chat(subject, question, true)));
  }

  private Round round(String name, Subject subject, Supplier<ClosedLoop.Asker> asker) {
    List<ClosedLoop.Asker> askers =
        IntStream.range(0, settings.connections()).mapToObj(i -> asker.get()).toList();
    Cpu before = stand.cpu(subject);
    Threads threadsBefore = subject.process().threads();
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(settings.seconds());
    Tally tally = new ClosedLoop(stand.loop()).run(askers, () -> System.nanoTime() < endNs);
    return new Round(
        tally.checked(name),
        stand.cpu(subject).minus(before),
        subject.process().threads().minus(threadsBefore));
  }

  private void tell(String name, List<Round> rounds, Series baseline) {
    String key = name.replaceAll("[^a-z0-9]+", "_");
    Series perSecond = perSecond(rounds);
    report.series(name, key, perSecond, "turns/s");
    if (!name.equals(BASELINE)) {
      Series ratio = perSecond.over(baseline);
      report.series("  ratio to two bare inserts", key + "_ratio", ratio, "");
      report.target("ratio of at least " + RATIO_MIN, ratio.median() >= RATIO_MIN);
    }
    tellTimes(rounds);
    tellCost(rounds, key);
    Round last = rounds.getLast();
    report.say(
        "    busiest threads of the server, in cores: "
            + last.threads().busiest(last.tally().lasted()));
    report.say("");
  }

  private void tellTimes(List<Round> rounds) {
    List<Histogram> times = rounds.stream().map(round -> round.tally().latencies()).toList();
    long failed = rounds.stream().mapToLong(round -> round.tally().failed()).sum();
    report.say(
        "    a turn under this load: p50 %.1f ms, p99 %.1f ms; %d failed"
            .formatted(
                Report.percentile(times, 50).median() / 1000,
                Report.percentile(times, 99).median() / 1000,
                failed));
  }

  private void tellCost(List<Round> rounds, String key) {
    StringBuilder cost = new StringBuilder("    cores used:");
    double sum = 0;
    String most = "";
    double mostCores = -1;
    for (Cpu.Party party : Cpu.Party.values()) {
      double cores = new Series(rounds.stream().map(round -> round.cores(party)).toList()).median();
      cost.append(" %s %.2f,".formatted(party.title(), cores));
      report.number(key + "_cores_" + party.name().toLowerCase(Locale.ROOT), cores);
      sum += cores;
      if (cores > mostCores) {
        most = party.title();
        mostCores = cores;
      }
    }
    int cores = Runtime.getRuntime().availableProcessors();
    report.processorTime(
        " of a turn",
        key + "_us_per_turn_",
        party -> Series.of(rounds, round -> round.cpu().microsEach(party, round.tally().turns())));
    report.say(cost + " of %d".formatted(cores));
    report.say(
        sum >= SATURATED * cores
            ? "    limit: the processor, and most of it goes to: " + most
            : "    limit: waiting, for commits or for a thread that is busy; the processor has room");
  }

  private static Series perSecond(List<Round> rounds) {
    return new Series(rounds.stream().map(round -> round.tally().perSecond()).toList());
  }
}
