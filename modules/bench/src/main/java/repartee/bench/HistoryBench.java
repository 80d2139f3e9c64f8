package repartee.bench;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whether a turn costs more in a conversation in which much was said than in a short one. */
final class HistoryBench {
  private static final int SHORT = 10;
  private static final int LONG_CONVERSATIONS = 10;
  private static final double RATIO_MAX = 1.1;

  private final Stand stand;
  private final Settings settings;
  private final Report report;
  private final Corpus corpus = new Corpus();
  private final String longOnes;
  private final String shortOnes;

  private record Round(Tally tally, Cpu cpu) {}

  HistoryBench(Stand stand, Settings settings, Report report) {
    this.stand = stand;
    this.settings = settings;
    this.report = report;
    this.longOnes = "%,d messages".formatted(settings.messages());
    this.shortOnes = SHORT + " messages";
  }

  void run() {
    report.progress("filling the tables, by SQL");
    // As many messages in long conversations as in short ones, and few turns in each of either.
    int shortConversations = LONG_CONVERSATIONS * settings.messages() / SHORT;
    Iterator<Past.Ended> longTalks = talks(LONG_CONVERSATIONS, settings.messages());
    Iterator<Past.Ended> shortTalks = talks(shortConversations, SHORT);
    Tally.await(Past.settle(stand.sql()));
    stand.server().warmUp(corpus, settings.warmup());
    Map<String, Supplier<Round>> contenders = new LinkedHashMap<>();
    contenders.put(shortOnes, () -> round(shortOnes, shortTalks));
    contenders.put(longOnes, () -> round(longOnes, longTalks));
    Map<String, List<Round>> found = Rounds.interleaved(settings.rounds(), contenders, report);
    report.say(
        "Turns in conversations of %s and of %s, %d asking at once, new questions,"
            .formatted(shortOnes, longOnes, settings.connections()));
    report.say(
        "whole answers, model instant; the tables filled by SQL: %,d long ones, %,d short ones;"
            .formatted(LONG_CONVERSATIONS, shortConversations));
    report.say("median of rounds of %d turns (min to max)".formatted(settings.turns()));
    report.say("");
    List<Round> shorts = found.getOrDefault(shortOnes, List.of());
    List<Round> longs = found.getOrDefault(longOnes, List.of());
    target(compare("a turn, p50", "turn_p50_ms", "ms", shorts, longs, round -> millis(round, 50)));
    compare("a turn, p99", "turn_p99_ms", "ms", shorts, longs, round -> millis(round, 99));
    target(
        compare(
            "processor time of PostgreSQL, per turn",
            "cpu_us_per_turn_database",
            "us",
            shorts,
            longs,
            round -> micros(round, Cpu.Party.DATABASE)));
    compare(
        "processor time of the server, per turn",
        "cpu_us_per_turn_server",
        "us",
        shorts,
        longs,
        round -> micros(round, Cpu.Party.SERVER));
    long failed =
        Stream.concat(shorts.stream(), longs.stream())
            .mapToLong(round -> round.tally().failed())
            .sum();
    report.say("  %d turns failed".formatted(failed));
    report.number("failed", (double) failed);
  }

  /** Each in its turn, again and again. */
  private Iterator<Past.Ended> talks(int conversations, int messages) {
    List<Past.Ended> talks =
        Tally.await(Past.fill(stand.sql(), stand.server().chatbot(), conversations, messages));
    return Stream.generate(talks::stream).flatMap(all -> all).iterator();
  }

  private Round round(String name, Iterator<Past.Ended> talks) {
    List<ClosedLoop.Asker> askers =
        IntStream.range(0, settings.connections())
            .<ClosedLoop.Asker>mapToObj(i -> () -> turn(talks.next()))
            .toList();
    int[] left = {settings.turns()};
    Cpu before = stand.cpu(stand.server());
    Tally tally = new ClosedLoop(stand.loop()).run(askers, () -> left[0]-- > 0);
    return new Round(tally.checked(name), stand.cpu(stand.server()).minus(before));
  }

  private Future<?> turn(Past.Ended talk) {
    StringBuilder answer = new StringBuilder();
    JsonObject body =
        new JsonObject()
            .put("q", corpus.unheard())
            .put("conversation_uid", talk.conversation().toString());
    return stand
        .server()
        .chat(body, answer::append)
        .map(
            answered -> {
              if (answered.status() != 200) {
                throw new IllegalStateException("the server answered: " + answer);
              }
              return answered;
            });
  }

  private void target(Series ratio) {
    report.target("ratio of at most " + RATIO_MAX, ratio.median() <= RATIO_MAX);
  }

  private Series compare(
      String what,
      String key,
      String unit,
      List<Round> shorts,
      List<Round> longs,
      ToDoubleFunction<Round> number) {
    Series shortSeries = Series.of(shorts, number);
    Series longSeries = Series.of(longs, number);
    Series ratio = longSeries.over(shortSeries);
    report.series("%s, %s".formatted(what, shortOnes), key + "_short", shortSeries, unit);
    report.series("%s, %s".formatted(what, longOnes), key + "_long", longSeries, unit);
    report.series("  ratio", key + "_ratio", ratio, "");
    return ratio;
  }

  private static double millis(Round round, int percentile) {
    return round.tally().latencies().getValueAtPercentile(percentile) / 1e3;
  }

  private static double micros(Round round, Cpu.Party party) {
    return round.cpu().of(party).toNanos() / 1e3 / round.tally().turns();
  }
}
