package repartee.bench;

import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** What a bench found: sentences for people, and one last line of JSON for programs. */
final class Report {
  private final PrintStream out;
  private final PrintStream progress;
  private final JsonObject numbers = new JsonObject();

  Report(PrintStream out, PrintStream progress) {
    this.out = out;
    this.progress = progress;
  }

  void say(String line) {
    out.println(line);
  }

  /** What is going on; not part of the report. */
  void progress(String line) {
    progress.println(line);
  }

  /** A number that needs no words beside those said already. */
  void number(String key, double value) {
    numbers.put(key, Math.round(value * 1000) / 1000.0);
  }

  /** The median over the rounds, and how far they lay apart. */
  void series(String label, String key, Series series, String unit) {
    say(
        "  %-52s %9s %-8s (%s to %s)"
            .formatted(
                label, round(series.median()), unit, round(series.min()), round(series.max())));
    number(key, series.median());
    number(key + "_min", series.min());
    number(key + "_max", series.max());
  }

  /** What each party spent of its processor, in microseconds: medians over the rounds. */
  void processorTime(String label, String key, Function<Cpu.Party, Series> micros) {
    StringBuilder line = new StringBuilder("    processor time%s:".formatted(label));
    for (Cpu.Party party : Cpu.Party.values()) {
      double median = micros.apply(party).median();
      line.append(" %s %.0f us,".formatted(party.title(), median));
      number(key + party.name().toLowerCase(Locale.ROOT), median);
    }
    say(line.substring(0, line.length() - 1));
  }

  /** Whether the median keeps what was promised. */
  void target(String what, boolean kept) {
    say("  %-52s %s".formatted("target: " + what, kept ? "met" : "MISSED"));
  }

  void end() {
    say(numbers.encode());
  }

  /** A percentile of each round. */
  static Series percentile(List<Histogram> rounds, double percentile) {
    return new Series(
        rounds.stream().map(each -> (double) each.getValueAtPercentile(percentile)).toList());
  }

  private static String round(double value) {
    String format = Math.abs(value) < 10 ? "%.2f" : Math.abs(value) < 100 ? "%.1f" : "%,.0f";
    return format.formatted(value);
  }
}
