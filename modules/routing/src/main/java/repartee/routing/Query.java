package repartee.routing;

import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import repartee.contract.Problem;

/** The parameters behind the question mark, read as strictly as bodies. */
record Query(RoutingContext context) {
  private static final int LIMIT_MAX = 200;
  private static final int LIMIT_USUALLY = 50;

  int limit() {
    return limit(LIMIT_USUALLY);
  }

  /** How many are wanted where nobody says so. */
  int limit(int usually) {
    return number("limit", 1, LIMIT_MAX, usually);
  }

  int number(String name, int min, int max, int usually) throws Problem {
    String text = text(name);
    if (text == null) {
      return usually;
    }
    // No more than nine digits are always an int.
    int number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    if (number < min || number > max) {
      throw Problems.invalid(
          "The parameter \"" + name + "\" must be a whole number from " + min + " to " + max + ".");
    }
    return number;
  }

  @Nullable String text(String name) {
    return text(name, Question.ID_CHARS_MAX);
  }

  @Nullable String text(String name, int charsMax) {
    List<String> values = values(name);
    if (values.isEmpty()) {
      return null;
    }
    String text = Fields.checked(name, values.getFirst(), charsMax);
    if (text.isEmpty()) {
      throw Problems.invalid("The parameter \"" + name + "\" is empty. Please fill it.");
    }
    return text;
  }

  private List<String> values(String name) throws Problem {
    try {
      return context.queryParam(name);
    } catch (RuntimeException malformed) {
      throw Problems.invalid("The query of the URL is malformed. Please encode it.");
    }
  }
}
