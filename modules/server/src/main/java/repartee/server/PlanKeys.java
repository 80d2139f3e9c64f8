package repartee.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What stands under {@code plans}: names that the operator chose, so that no default says what each
 * holds.
 */
final class PlanKeys {
  private static final Wanted FLAG = new Wanted("true or false", JsonNode::isBoolean);
  private static final Wanted LIMIT =
      new Wanted(
          "a whole number from 0 on",
          value -> value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0);
  // A month's may be larger than an int; its field is a long.
  private static final Wanted SMALL_LIMIT =
      new Wanted(
          "a whole number from 0 to " + Integer.MAX_VALUE,
          value -> value.isInt() && value.intValue() >= 0);
  private static final SortedMap<String, Wanted> KEYS =
      new TreeMap<>(Map.of("api", FLAG, "turns_per_minute", SMALL_LIMIT, "turns_per_month", LIMIT));

  private record Wanted(String what, Predicate<JsonNode> fits) {}

  private PlanKeys() {}

  /** Adds a sentence for each key that is missing, unknown, or holds what it cannot. */
  static void check(JsonNode plans, List<String> complaints) {
    plans
        .properties()
        .forEach(plan -> check("plans." + plan.getKey(), plan.getValue(), complaints));
  }

  private static void check(String path, JsonNode plan, List<String> complaints) {
    if (!plan.isObject()) {
      complaints.add(path + ": must be a section with keys of its own.");
      return;
    }
    plan.propertyStream()
        .map(Map.Entry::getKey)
        .filter(key -> !KEYS.containsKey(key))
        .forEach(
            key ->
                complaints.add(
                    path
                        + "."
                        + key
                        + ": there is no such key."
                        + Nearest.hint(key, KEYS.keySet())));
    KEYS.forEach(
        (key, wanted) -> {
          JsonNode value = plan.get(key);
          if (value == null) {
            complaints.add(path + "." + key + ": is missing.");
          } else if (!wanted.fits().test(value)) {
            complaints.add(path + "." + key + ": must be " + wanted.what() + ".");
          }
        });
  }
}
