package repartee.bench;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is measured, and how hard: the words after {@code ./repartee bench}.
 *
 * @param seconds a round lasts
 * @param warmup seconds that each server is asked at full speed before any round
 * @param rounds of each contender, beside one to warm up that is not counted
 * @param rate turns that start each second, where the pace is given
 * @param connections of those who ask, each with one turn at a time
 * @param repeat how many of a hundred questions have been asked before, where that is varied
 * @param pieces the model cuts an answer into, where it is paced
 * @param pause between two of these pieces, in milliseconds
 * @param turns the soak takes, or each round of each conversation's length
 * @param readers the largest crowd that watches an answer
 * @param messages of a long conversation
 */
record Settings(
    Bench bench,
    int seconds,
    int warmup,
    int rounds,
    int rate,
    int connections,
    int repeat,
    int pieces,
    int pause,
    int turns,
    int readers,
    int messages) {

  static final String USAGE =
      """
      ./repartee bench turns     durable turns a second, against two bare inserts
      ./repartee bench stream    what we add to the model's first token, gaps and bytes
      ./repartee bench soak      memory of the server over many turns
      ./repartee bench resume    answers resumed a second, against plain reads of the message
      ./repartee bench watch     one answer that many watch on channels
      ./repartee bench history   a turn in a long conversation, against one in a short one
      ./repartee bench cluster   1, 2 and 3 processes: turns, reading across, adoption, forming

        --seconds N      a round lasts (4; stream: 8)
        --warmup N       seconds of full load before any round (30; cluster, history, resume, watch: 15)
        --rounds N       of each contender, interleaved (5; watch: 3); cluster: kills four times as many
        --connections N  that ask at once (32; stream: 200, soak, resume: 16, history: 1)
        --rate N         stream: turns that start each second (20)
        --repeat N       cluster, turns: of 100 questions, so many were asked before (80)
        --pieces N       cluster, stream, watch: pieces of an answer (50; watch: 400)
        --pause N        cluster, stream, watch: milliseconds between two pieces (20)
        --turns N        soak: turns in all (10000); history: turns of a round (100)
        --readers N      watch: the largest crowd (1000)
        --messages N     history: messages of a long conversation (10000)
      """;

  /** What can be measured. */
  enum Bench {
    TURNS,
    STREAM,
    SOAK,
    RESUME,
    WATCH,
    HISTORY,
    CLUSTER;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A flag and its bounds. */
  private enum Flag {
    SECONDS(1, 600),
    WARMUP(1, 600),
    ROUNDS(1, 100),
    RATE(1, 10_000),
    CONNECTIONS(1, 2_000),
    REPEAT(0, 100),
    PIECES(2, 1_000),
    PAUSE(1, 1_000),
    TURNS(10, 10_000_000),
    READERS(1, 4_000),
    MESSAGES(100, 100_000);

    private final int min;
    private final int max;

    Flag(int min, int max) {
      this.min = min;
      this.max = max;
    }

    /** Its value where it is not given. */
    private int usual(Bench bench) {
      return switch (this) {
        case SECONDS -> bench == Bench.STREAM ? 8 : 4;
        case WARMUP ->
            switch (bench) {
              case TURNS, STREAM, SOAK -> 30;
              case RESUME, WATCH, HISTORY, CLUSTER -> 15;
            };
        case ROUNDS -> bench == Bench.WATCH ? 3 : 5;
        case RATE -> 20;
        case CONNECTIONS ->
            switch (bench) {
              case TURNS, WATCH, CLUSTER -> 32;
              case STREAM -> 200;
              case SOAK, RESUME -> 16;
              case HISTORY -> 1;
            };
        case REPEAT -> 80;
        case PIECES -> bench == Bench.WATCH ? 400 : 50;
        case PAUSE -> 20;
        case TURNS -> bench == Bench.HISTORY ? 100 : 10_000;
        case READERS -> 1_000;
        case MESSAGES -> 10_000;
      };
    }

    private String word() {
      return "--" + name().toLowerCase(Locale.ROOT);
    }

    private int read(Map<String, String> given, Bench bench) {
      String text = given.remove(word());
      if (text == null) {
        return usual(bench);
      }
      try {
        int value = Integer.parseInt(text);
        if (min <= value && value <= max) {
          return value;
        }
      } catch (NumberFormatException notANumber) {
        // Refused below, with the same sentence.
      }
      throw new IllegalArgumentException(
          "%s wants a whole number from %d to %d, not \"%s\".".formatted(word(), min, max, text));
    }
  }

  /** Refuses with {@link IllegalArgumentException}, whose message is a sentence for the person. */
  static Settings parse(String... args) {
    if (args.length == 0) {
      throw new IllegalArgumentException("Say what to measure: " + benches() + ".");
    }
    Bench bench = bench(args[0]);
    Map<String, String> given = given(Arrays.copyOfRange(args, 1, args.length));
    Settings settings =
        new Settings(
            bench,
            Flag.SECONDS.read(given, bench),
            Flag.WARMUP.read(given, bench),
            Flag.ROUNDS.read(given, bench),
            Flag.RATE.read(given, bench),
            Flag.CONNECTIONS.read(given, bench),
            Flag.REPEAT.read(given, bench),
            Flag.PIECES.read(given, bench),
            Flag.PAUSE.read(given, bench),
            Flag.TURNS.read(given, bench),
            Flag.READERS.read(given, bench),
            Flag.MESSAGES.read(given, bench));
    if (!given.isEmpty()) {
      String known = Arrays.stream(Flag.values()).map(Flag::word).collect(Collectors.joining(", "));
      throw new IllegalArgumentException(
          "There is no flag %s; there are %s.".formatted(given.keySet().iterator().next(), known));
    }
    return settings;
  }

  private static Bench bench(String word) {
    return Arrays.stream(Bench.values())
        .filter(bench -> bench.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no bench \"%s\"; there are %s.".formatted(word, benches())));
  }

  private static String benches() {
    return Arrays.stream(Bench.values()).map(Bench::word).collect(Collectors.joining(", "));
  }

  private static Map<String, String> given(String[] args) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < args.length; i++) {
      String[] flag = args[i].split("=", 2);
      if (flag.length == 1 && i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " wants a value behind it.");
      }
      given.put(flag[0], flag.length == 2 ? flag[1] : args[++i]);
    }
    return given;
  }
}
