package repartee.bench;

import java.util.List;
import java.util.Locale;

/** {@code ./repartee bench}: measures what the words behind it say. */
public final class Main {
  private static final int REFUSED = 2;
  private static final int FAILED = 1;

  private Main() {}

  /** Ends with 0 once it has measured, 1 if it could not, 2 if it did not understand. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    System.exit(run(args));
  }

  private static int run(String[] args) {
    if (List.of(args).contains("--help")) {
      System.out.print(Settings.USAGE);
      return 0;
    }
    Settings settings;
    try {
      settings = Settings.parse(args);
    } catch (IllegalArgumentException refused) {
      System.err.println(refused.getMessage() + "\n\n" + Settings.USAGE);
      return REFUSED;
    }
    try {
      measure(settings, new Report(System.out, System.err));
      return 0;
    } catch (RuntimeException failed) {
      System.err.println("The bench failed: " + failed.getMessage());
      failed.printStackTrace(System.err);
      return FAILED;
    }
  }

  private static Stand stand(Settings settings, Report report) {
    report.progress("starting PostgreSQL, a fake model and the server, and teaching a chatbot");
    return Stand.start(settings);
  }

  private static void measure(Settings settings, Report report) {
    try (Stand stand = stand(settings, report)) {
      report.say("repartee bench " + settings.bench().word());
      Surroundings surroundings = new Surroundings(stand, report);
      surroundings.before();
      switch (settings.bench()) {
        case TURNS -> new TurnsBench(stand, settings, report).run();
        case STREAM -> new StreamBench(stand, settings, report).run();
        case SOAK -> new SoakBench(stand, settings, report).run();
        case RESUME -> new ResumeBench(stand, settings, report).run();
        case WATCH -> new WatchBench(stand, settings, report).run();
        case HISTORY -> new HistoryBench(stand, settings, report).run();
        case CLUSTER -> new ClusterBench(stand, settings, report).run();
      }
      surroundings.after();
      report.end();
    }
  }
}
