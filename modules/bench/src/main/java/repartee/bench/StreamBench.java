package repartee.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** What the server adds to a model that is asked directly: time, bytes, and processor time. */
final class StreamBench {
  private static final String MODEL = "the model directly";
  private static final String OURS = "through the server";
  private static final double FIRST_TEXT_ADDED_MAX_MS = 5;
  private static final double BYTES_MAX = 120;

  private final Stand stand;
  private final Settings settings;
  private final Report report;
  private final Corpus corpus = new Corpus();

  private record Round(StreamRound streams, Tally tally, Cpu cpu) {}

  /** Whom to ask, and how: a contender. */
  private record Side(ConnectionPool pool, Supplier<Buffer> request, Supplier<TextReader> reader) {}

  StreamBench(Stand stand, Settings settings, Report report) {
    this.stand = stand;
    this.settings = settings;
    this.report = report;
  }

  void run() {
    stand.server().warmUp(corpus, settings.warmup());
    stand.modelAnswersInPieces(settings.pieces(), settings.pause());
    Side model =
        new Side(stand.model(), () -> Stand.modelRequest(corpus.unheard()), TextReader::ofEvents);
    Side ours =
        new Side(
            stand.server().connections(),
            () ->
                stand
                    .server()
                    .chatRequest(new JsonObject().put("q", corpus.unheard()).put("stream", true)),
            TextReader::ofDelimitedStream);
    Map<String, Supplier<Round>> contenders = new LinkedHashMap<>();
    contenders.put(MODEL, () -> round(MODEL, model));
    contenders.put(OURS, () -> round(OURS, ours));
    BlockedLoops warm = stand.server().process().blockedLoops();
    Map<String, List<Round>> found = Rounds.interleaved(settings.rounds(), contenders, report);
    tell(found.getOrDefault(MODEL, List.of()), found.getOrDefault(OURS, List.of()));
    tellBlocked(warm, stand.server().process().blockedLoops());
  }

  private void tellBlocked(BlockedLoops warm, BlockedLoops end) {
    int times = end.times() - warm.times();
    report.say(
        "event loops of the server held for more than %d ms: %d times, %d more while it warmed up"
            .formatted(BlockedLoops.LIMIT_MS, times, warm.times()));
    report.say(
        "  seen every 2 ms; a collection or a wait for a core counts as well; longest of all %d ms"
            .formatted(end.longestMs()));
    report.say("");
    report.number("loops_blocked", (double) times);
    report.number("loops_blocked_longest_ms", (double) end.longestMs());
  }

  private Round round(String name, Side side) {
    StreamRound streams = new StreamRound();
    Tally tally = new Tally();
    List<Future<Void>> turns = new ArrayList<>();
    Cpu before = stand.cpu(stand.server());
    new Pace(settings.rate(), settings.seconds())
        .run(
            (turn, intendedNs) -> {
              Promise<Void> over = Promise.promise();
              turns.add(over.future());
              stand.loop().runOnContext(begun -> ask(side, streams, tally, intendedNs, over));
            });
    Tally.await(Future.all(turns));
    return new Round(streams, tally.checked(name), stand.cpu(stand.server()).minus(before));
  }

  private void ask(
      Side side, StreamRound streams, Tally tally, long intendedNs, Promise<Void> over) {
    StreamRound.Reading reading = streams.reading(intendedNs, side.reader().get());
    side.pool()
        .exchange(side.request().get(), reading::chunk)
        .map(
            answered -> {
              reading.end(answered, stand.modelTextLength());
              return answered;
            })
        .onComplete(
            answered -> {
              tally.count(intendedNs, answered.cause());
              over.complete();
            });
  }

  private void tell(List<Round> model, List<Round> ours) {
    report.say(
        "%d turns a second from intended starts, answers of %d pieces %d ms apart, new questions;"
            .formatted(settings.rate(), settings.pieces(), settings.pause()));
    report.say("median of rounds (min to max)");
    report.say("");
    Series first =
        added("time to the first text", "first_text", model, ours, StreamRound::firstTexts, 50);
    report.target(
        "adds at most " + FIRST_TEXT_ADDED_MAX_MS + " ms (median)",
        first.median() <= FIRST_TEXT_ADDED_MAX_MS);
    added("time to the first text", "first_text", model, ours, StreamRound::firstTexts, 99);
    report.say("");
    added("gap between two pieces", "gap", model, ours, StreamRound::gaps, 50);
    added("gap between two pieces", "gap", model, ours, StreamRound::gaps, 99);
    report.say("");
    tellBytes(model, ours);
    tellProcessor(ours);
  }

  private Series added(
      String what,
      String key,
      List<Round> model,
      List<Round> ours,
      Function<StreamRound, Histogram> histogram,
      int percentile) {
    Series direct = milliseconds(model, histogram, percentile);
    Series through = milliseconds(ours, histogram, percentile);
    Series added = through.minus(direct);
    String label = "%s, p%d, ".formatted(what, percentile);
    String name = "%s_p%d_ms".formatted(key, percentile);
    report.series(label + MODEL, name + "_model", direct, "ms");
    report.series(label + OURS, name + "_ours", through, "ms");
    report.series("  added", name + "_added", added, "ms");
    report.series("  ratio", name + "_ratio", through.over(direct), "");
    return added;
  }

  private void tellBytes(List<Round> model, List<Round> ours) {
    Series beyond = Series.of(ours, round -> round.streams().bytesBeyondTextPerPiece());
    report.series("bytes beyond the text, per piece, " + OURS, "bytes_per_piece", beyond, "bytes");
    report.target("at most %.0f bytes".formatted(BYTES_MAX), beyond.median() <= BYTES_MAX);
    report.series(
        "  without the stream's header and sources",
        "bytes_per_piece_framing",
        Series.of(ours, round -> round.streams().framingBytesPerPiece()),
        "bytes");
    report.series(
        "  " + MODEL,
        "bytes_per_piece_model",
        Series.of(model, round -> round.streams().bytesBeyondTextPerPiece()),
        "bytes");
    double share =
        Series.of(ours, round -> (double) round.streams().pieces()).median()
            / Series.of(model, round -> (double) round.streams().pieces()).median();
    report.say(
        "  of the model's pieces %.1f%% arrived as pieces of their own".formatted(100 * share));
    report.number("pieces_share", share);
  }

  private void tellProcessor(List<Round> ours) {
    report.series(
        "processor time of the server, per piece",
        "cpu_us_per_piece",
        Series.of(ours, round -> round.cpu().server().toNanos() / 1e3 / round.streams().pieces()),
        "us");
    report.say("  all in: what a turn costs once (door, search, storage) is shared by its pieces");
    report.series(
        "processor time of the server, per turn",
        "cpu_us_per_turn",
        Series.of(ours, round -> round.cpu().server().toNanos() / 1e3 / round.tally().turns()),
        "us");
    long failed = ours.stream().mapToLong(round -> round.tally().failed()).sum();
    report.say("  %d turns failed".formatted(failed));
    report.say("");
    report.number("failed", (double) failed);
  }

  private static Series milliseconds(
      List<Round> rounds, Function<StreamRound, Histogram> histogram, int percentile) {
    return Series.of(
        rounds,
        round -> histogram.apply(round.streams()).getValueAtPercentile(percentile) / 1000.0);
  }
}
