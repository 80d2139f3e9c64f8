package repartee.bench;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import repartee.bench.ChannelReader.Until;

/** How many readers a second come back to an answer, against those who read a message as JSON. */
final class ResumeBench {
  private static final String BASELINE = "the message as JSON";
  // One, and what the server's own beats are counted wrongly by.
  private static final double STATEMENTS_MAX = 1.01;
  private static final int IDLE_SECONDS = 5;
  private static final int RUNNING = 8;
  private static final int ENDED = 10_000;
  private static final int MESSAGES = 10;
  private static final long SEED = 3;

  private final Stand stand;
  private final Settings settings;
  private final Report report;
  private final Corpus corpus = new Corpus();
  private final Random random = new Random(SEED);
  private final Reconnection reconnection;

  /**
   * One round.
   *
   * @param statements that PostgreSQL ran, but for those that the server runs of its own
   */
  private record Round(Tally tally, Cpu cpu, double statements) {
    double statementsEach() {
      return statements / tally.turns();
    }
  }

  ResumeBench(Stand stand, Settings settings, Report report) {
    this.stand = stand;
    this.settings = settings;
    this.report = report;
    this.reconnection = new Reconnection(stand);
  }

  void run() {
    Statements statements = Tally.await(Statements.of(stand.sql()));
    report.progress("filling the tables, by SQL");
    List<Past.Ended> ended =
        Tally.await(Past.fill(stand.sql(), stand.server().chatbot(), ENDED, MESSAGES));
    Tally.await(Past.settle(stand.sql()));
    stand.server().warmUp(corpus, settings.warmup());
    List<Running> running = Running.start(stand, RUNNING, corpus);
    double own = own(statements);
    Map<String, Supplier<Round>> contenders = new LinkedHashMap<>();
    add(contenders, statements, own, BASELINE, () -> json(any(ended)));
    add(contenders, statements, own, "finished answer, by Range", () -> range(any(ended)));
    add(contenders, statements, own, "finished answer, by channel", () -> attach(any(ended)));
    add(contenders, statements, own, "running answer, by Range", () -> range(any(running)));
    add(contenders, statements, own, "running answer, by channel", () -> attach(any(running)));
    Map<String, List<Round>> found = Rounds.interleaved(settings.rounds(), contenders, report);
    report.say(
        "Reconnects a second, %d at once, each on a new connection, from random places;"
            .formatted(settings.connections()));
    report.say(
        "%,d finished answers, filled by SQL, read to their end; %d running ones, left at the next"
            .formatted(ENDED, RUNNING));
    report.say(
        "words; the server's own %.1f statements a second are left out; median of rounds (min to max)"
            .formatted(own));
    report.say("");
    Series baseline = perSecond(found.getOrDefault(BASELINE, List.of()));
    found.forEach((name, rounds) -> tell(name, rounds, baseline));
  }

  private void add(
      Map<String, Supplier<Round>> contenders,
      Statements statements,
      double own,
      String name,
      ClosedLoop.Asker asker) {
    contenders.put(name, () -> round(statements, own, name, asker));
  }

  private Round round(Statements statements, double own, String name, ClosedLoop.Asker asker) {
    List<ClosedLoop.Asker> askers =
        IntStream.range(0, settings.connections()).mapToObj(i -> asker).toList();
    long asked = Tally.await(statements.count());
    Cpu before = stand.cpu(stand.server());
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(settings.seconds());
    Tally tally = new ClosedLoop(stand.loop()).run(askers, () -> System.nanoTime() < endNs);
    Cpu used = stand.cpu(stand.server()).minus(before);
    double more = Tally.await(statements.count()) - asked;
    return new Round(tally.checked(name), used, more - own * tally.lasted().toMillis() / 1000);
  }

  /** What the server asks of PostgreSQL in a second in which nobody comes. */
  private static double own(Statements statements) {
    long before = Tally.await(statements.count());
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(IDLE_SECONDS));
    return (double) (Tally.await(statements.count()) - before) / IDLE_SECONDS;
  }

  private Future<?> json(Past.Ended answer) {
    return reconnection.readAll(get(answer.conversation(), answer.answer(), "", null), 200);
  }

  private Future<?> range(Past.Ended answer) {
    int first = random.nextInt(Past.answerLength());
    return reconnection.readAll(get(answer.conversation(), answer.answer(), "/stream", first), 206);
  }

  private Future<?> range(Running answer) {
    int first = random.nextInt(answer.headBytes() + Running.BEGINNING);
    return reconnection.readFirst(
        get(answer.header().conversationUid(), answer.header().messageUid(), "/stream", first),
        206);
  }

  private Future<?> attach(Past.Ended answer) {
    int offset = 1 + random.nextInt(Past.answerLength() - 1);
    return attach(answer.conversation(), MESSAGES, offset, Until.END);
  }

  private Future<?> attach(Running answer) {
    int offset = 1 + random.nextInt(Running.BEGINNING - 1);
    return attach(answer.header().conversationUid(), answer.header().seq(), offset, Until.TEXT);
  }

  private Future<?> attach(UUID conversation, int seq, int offset, Until end) {
    return ChannelReader.resume(
        stand.sockets(), stand.server(), conversation, seq - 1, offset, end);
  }

  private Buffer get(UUID conversation, UUID message, String part, @Nullable Integer first) {
    Subject server = stand.server();
    return Stand.get(
        server.messagePath(conversation, message) + part, server.process().key(), first);
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private void tell(String name, List<Round> rounds, Series baseline) {
    String key = name.replaceAll("[^A-Za-z]+", "_").toLowerCase(Locale.ROOT);
    Series perSecond = perSecond(rounds);
    report.series(name, key, perSecond, "/s");
    if (!name.equals(BASELINE)) {
      report.series("  ratio to " + BASELINE, key + "_ratio", perSecond.over(baseline), "");
    }
    Series asked = Series.of(rounds, Round::statementsEach);
    report.series("  statements that PostgreSQL ran, each", key + "_statements", asked, "");
    if (!name.equals(BASELINE)) {
      report.target("at most one question to storage", asked.median() <= STATEMENTS_MAX);
    }
    report.processorTime(
        ", each",
        key + "_us_",
        party -> Series.of(rounds, round -> round.cpu().microsEach(party, round.tally().turns())));
    long failed = rounds.stream().mapToLong(round -> round.tally().failed()).sum();
    report.say("    %d failed".formatted(failed));
    report.say("");
  }

  private static Series perSecond(List<Round> rounds) {
    return Series.of(rounds, round -> round.tally().perSecond());
  }
}
