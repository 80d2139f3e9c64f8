package repartee.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was asked for: a command, and flags by the key of the configuration that they set.
 *
 * @param command {@code serve}, {@code check-config} or {@code check-health}
 */
record CommandLine(String command, Map<String, String> flags) {
  static final String USAGE =
      """
      usage: repartee serve [--port N] [--host ADDRESS] [--data DIR] [--database URL] [--cluster]
                            [--config FILE]
             repartee check-config [the same flags]
             repartee check-health [the same flags]
      """;

  /** The file itself; not a key of it. */
  static final String CONFIG = "config";

  // Alone it means yes.
  private static final String CLUSTER = "--cluster";

  private static final Set<String> COMMANDS = Set.of("serve", "check-config", "check-health");
  private static final Set<String> FLAGS =
      new TreeSet<>(Set.of("--port", "--host", "--data", "--database", CLUSTER, "--config"));

  CommandLine {
    flags = Map.copyOf(flags);
  }

  /** {@code --flag value} and {@code --flag=value} alike. */
  static CommandLine parse(List<String> words) throws Complaints {
    if (words.isEmpty() || !COMMANDS.contains(words.getFirst())) {
      throw new Complaints(List.of(USAGE.strip()));
    }
    Map<String, String> flags = new LinkedHashMap<>();
    List<String> complaints = new ArrayList<>();
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String flag = equals < 0 ? word : word.substring(0, equals);
      if (!FLAGS.contains(flag)) {
        complaints.add("There is no flag " + flag + "." + Nearest.hint(flag, FLAGS));
        i += equals < 0 && i + 1 < words.size() && !words.get(i + 1).startsWith("-") ? 1 : 0;
      } else if (equals >= 0) {
        flags.put(flag.substring(2), word.substring(equals + 1));
      } else if (flag.equals(CLUSTER)) {
        flags.put(flag.substring(2), "true");
      } else if (i + 1 < words.size()) {
        flags.put(flag.substring(2), words.get(++i));
      } else {
        complaints.add(flag + " needs a value.");
      }
    }
    if (!complaints.isEmpty()) {
      throw new Complaints(complaints);
    }
    return new CommandLine(words.getFirst(), flags);
  }
}
