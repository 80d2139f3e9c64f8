package repartee.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Rounds that take turns, A B A B, so that what befalls the machine befalls all contenders. */
final class Rounds {
  private Rounds() {}

  /** What the rounds of each contender found; a first one of each warms up and is thrown away. */
  static <R> Map<String, List<R>> interleaved(
      int rounds, Map<String, Supplier<R>> contenders, Report report) {
    Map<String, List<R>> found = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      report.progress(round == 0 ? "warming up" : "round " + round + " of " + rounds);
      for (Map.Entry<String, Supplier<R>> contender : contenders.entrySet()) {
        R result = contender.getValue().get();
        if (round > 0) {
          found.computeIfAbsent(contender.getKey(), first -> new ArrayList<>()).add(result);
        }
      }
    }
    return found;
  }
}
