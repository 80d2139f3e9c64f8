package repartee.bench;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** What several processes on one machine cost: the same work shared, read across, and adopted. */
final class ClusterBench {
  private static final int SIZE = 3;
  private static final int FORMATIONS = 3;
  private static final int KILLS = 4;
  private static final int CONVERSATIONS = 1_000;
  private static final int CHANNELS = 100;
  private static final double ADDED_MAX_MS = 2;
  private static final double ADOPTED_MAX_S = 5;
  private static final double FORMED_MAX_S = 15;
  private static final double RATIO_MIN = 0.9;

  private final Stand stand;
  private final Settings settings;
  private final Report report;
  private final Corpus corpus = new Corpus();

  private record Round(Tally tally, Cpu cpu) {}

  /** One answer read on the node that writes it, and on another one. */
  private record Delays(Histogram here, Histogram there) {}

  ClusterBench(Stand stand, Settings settings, Report report) {
    this.stand = stand;
    this.settings = settings;
    this.report = report;
  }

  void run() {
    ClusterNodes cluster = form();
    cluster.teach();
    stand.server().warmUp(corpus, settings.warmup());
    cluster.subjects().forEach(each -> each.warmUp(corpus, settings.warmup()));
    registrations(cluster);
    throughput(cluster);
    across(cluster);
    adoption(cluster);
  }

  /** The last of the clusters that were formed stays. */
  private ClusterNodes form() {
    List<Double> seconds = new ArrayList<>();
    for (int i = 1; ; i++) {
      report.progress("forming a cluster, %d of %d".formatted(i, FORMATIONS));
      ClusterNodes cluster = new ClusterNodes(stand, "cluster" + i, SIZE);
      seconds.add(cluster.formed().toMillis() / 1e3);
      if (i == FORMATIONS) {
        Series formed = new Series(seconds);
        report.say(
            "%d processes started at once on an empty database, to all ready".formatted(SIZE));
        report.series("formation", "formation_s", formed, "s");
        report.target("at most %.0f s".formatted(FORMED_MAX_S), formed.median() <= FORMED_MAX_S);
        report.say("");
        return cluster;
      }
      cluster.end();
    }
  }

  private void registrations(ClusterNodes cluster) {
    report.progress("conversations and channels, and what is registered for them");
    double before = cluster.registrations();
    List<Subject> nodes = cluster.subjects();
    AtomicInteger begun = new AtomicInteger();
    List<ClosedLoop.Asker> askers =
        nodes.stream().<ClosedLoop.Asker>map(node -> () -> begin(node)).toList();
    Tally tally =
        new ClosedLoop(stand.loop())
            .run(askers, () -> begun.getAndIncrement() < CONVERSATIONS)
            .checked("conversations");
    Crowd crowd = Crowd.gather(stand, nodes, CHANNELS, corpus);
    double after = cluster.registrations();
    crowd.leave();
    report.say(
        "registrations in the cluster: %.0f, after %,d conversations and with %d channels %.0f"
            .formatted(before, tally.turns(), CHANNELS, after));
    report.target("they do not grow", after <= before);
    report.say("");
    report.number("registrations_before", before);
    report.number("registrations_after", after);
  }

  private Future<?> begin(Subject node) {
    return node.chat(new JsonObject().put("q", corpus.unheard()), piece -> {});
  }

  private void throughput(ClusterNodes cluster) {
    String alone = "one process, no cluster";
    Map<String, Supplier<Round>> contenders = new LinkedHashMap<>();
    contenders.put(alone, () -> round(alone, List.of(stand.server())));
    for (int size = 1; size <= SIZE; size++) {
      String name = size + " of " + SIZE + " processes asked";
      List<Subject> asked = cluster.subjects().subList(0, size);
      contenders.put(name, () -> round(name, asked));
    }
    Map<String, List<Round>> found = Rounds.interleaved(settings.rounds(), contenders, report);
    report.say(
        "Durable turns a second, %d asking at once, %d%% asked before, embedding by an endpoint;"
            .formatted(settings.connections(), settings.repeat()));
    report.say("all processes run, those that are not asked idle; median of rounds (min to max)");
    Series baseline = perSecond(found.getOrDefault(alone, List.of()));
    found.forEach((name, rounds) -> tell(name, rounds, baseline));
    report.say("");
  }

  private Round round(String name, List<Subject> asked) {
    List<Chat> askers =
        IntStream.range(0, settings.connections())
            .mapToObj(
                i ->
                    new Chat(
                        asked.get(i % asked.size()),
                        () -> corpus.question(settings.repeat()),
                        i / asked.size() % 2 == 0))
            .toList();
    stand.modelAnswersAtOnce();
    Cpu before = stand.cpu(asked);
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(settings.seconds());
    Tally tally = new ClosedLoop(stand.loop()).run(askers, () -> System.nanoTime() < endNs);
    return new Round(tally.checked(name), stand.cpu(asked).minus(before));
  }

  private void tell(String name, List<Round> rounds, Series baseline) {
    String key = "turns_" + name.replaceAll("[^a-z0-9]+", "_");
    Series perSecond = perSecond(rounds);
    report.series(name, key, perSecond, "turns/s");
    Series ratio = perSecond.over(baseline);
    report.series("  ratio to one process without a cluster", key + "_ratio", ratio, "");
    report.target("at least " + RATIO_MIN, ratio.median() >= RATIO_MIN);
    report.processorTime(
        " of a turn",
        key + "_us_",
        party -> Series.of(rounds, round -> round.cpu().microsEach(party, round.tally().turns())));
  }

  private void across(ClusterNodes cluster) {
    Subject writes = cluster.subjects().getFirst();
    Subject other = cluster.subjects().get(1);
    List<Delays> found =
        Rounds.interleaved(
                settings.rounds(),
                Map.<String, Supplier<Delays>>of("across", () -> delays(writes, other)),
                report)
            .getOrDefault("across", List.of());
    report.say(
        "One answer of %d pieces %d ms apart, from the model's writing to readers on channels"
            .formatted(settings.pieces(), settings.pause()));
    Series added = added(found, 50);
    report.target(
        "adds at most %.0f ms (median)".formatted(ADDED_MAX_MS), added.median() <= ADDED_MAX_MS);
    added(found, 99);
    report.say("");
  }

  private Delays delays(Subject writes, Subject other) {
    Crowd crowd = Crowd.gather(stand, List.of(writes, other), 2, corpus);
    stand.modelAnswersTimes(settings.pieces(), settings.pause());
    crowd.watchTimes(corpus);
    crowd.leave();
    return new Delays(crowd.delays(writes), crowd.delays(other));
  }

  private Series added(List<Delays> rounds, int percentile) {
    Series here = millis(rounds, Delays::here, percentile);
    Series there = millis(rounds, Delays::there, percentile);
    String label = "delay of a piece, p%d, ".formatted(percentile);
    String key = "piece_p%d_ms_".formatted(percentile);
    report.series(label + "on the node that writes", key + "here", here, "ms");
    report.series(label + "on another node", key + "there", there, "ms");
    Series added = there.minus(here);
    report.series("  added", key + "added", added, "ms");
    return added;
  }

  private static Series millis(
      List<Delays> rounds, Function<Delays, Histogram> of, int percentile) {
    return Series.of(rounds, round -> of.apply(round).getValueAtPercentile(percentile) / 1e3);
  }

  private void adoption(ClusterNodes cluster) {
    List<Double> seconds = new ArrayList<>();
    for (int kill = 1; kill <= KILLS * settings.rounds(); kill++) {
      report.progress("kill %d of %d".formatted(kill, KILLS * settings.rounds()));
      stand.modelAnswersInPieces(1_000, 100);
      List<Subject> nodes = cluster.subjects();
      Subject writes = nodes.getFirst();
      seconds.add(Adoption.measure(stand, writes, nodes.get(1), corpus).toMillis() / 1e3);
      cluster.replace(writes);
    }
    Series adopted = new Series(seconds);
    report.say("kill -9 of the node that writes, to the new header on a channel of another node");
    report.series("adoption, of %d kills".formatted(seconds.size()), "adoption_s", adopted, "s");
    report.target(
        "at most %.0f s (median)".formatted(ADOPTED_MAX_S), adopted.median() <= ADOPTED_MAX_S);
    report.say("");
  }

  private static Series perSecond(List<Round> rounds) {
    return Series.of(rounds, round -> round.tally().perSecond());
  }
}
