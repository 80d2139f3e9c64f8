package repartee.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Event loops that were held for longer than {@link #LIMIT_MS}, as Vert.x's checker saw them. It
 * looks every 2 ms, so it misses nothing beyond 7 ms; it counts wall time, so a pause of the
 * garbage collector or a wait for a core counts as well.
 *
 * @param longestMs the longest as far as it was seen
 */
record BlockedLoops(int times, int longestMs) {
  static final int LIMIT_MS = 5;

  private static final Pattern WARNING =
      Pattern.compile("(vert\\.x-eventloop-thread-\\d+)\\b[^\\n]* has been blocked for (\\d+) ms");

  /** From a server's log. A loop that is held is told again at each look, with a longer time. */
  static BlockedLoops of(String log) {
    Map<String, Integer> last = new HashMap<>();
    int times = 0;
    int longest = 0;
    for (Matcher warning = WARNING.matcher(log); warning.find(); ) {
      int ms = Integer.parseInt(warning.group(2));
      Integer before = last.put(warning.group(1), ms);
      if (before == null || ms <= before) {
        times++;
      }
      longest = Math.max(longest, ms);
    }
    return new BlockedLoops(times, longest);
  }
}
