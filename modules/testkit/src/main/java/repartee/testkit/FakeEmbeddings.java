package repartee.testkit;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Random;

/** Vectors of a fake model: the same for the same text, near for texts that share words. */
final class FakeEmbeddings {
  private static final int DIMENSIONS = 64;

  private FakeEmbeddings() {}

  static JsonObject answer(JsonObject asked) {
    JsonArray texts =
        asked.getValue("input") instanceof JsonArray several
            ? several
            : JsonArray.of(asked.getValue("input"));
    JsonArray rows = new JsonArray();
    for (int i = 0; i < texts.size(); i++) {
      JsonArray vector = new JsonArray();
      for (double number : vector(String.valueOf(texts.getValue(i)))) {
        vector.add(number);
      }
      rows.add(
          new JsonObject().put("object", "embedding").put("index", i).put("embedding", vector));
    }
    return new JsonObject()
        .put("object", "list")
        .put("model", asked.getValue("model"))
        .put("data", rows);
  }

  private static double[] vector(String text) {
    double[] sum = new double[DIMENSIONS];
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
      Random direction = new Random(word.hashCode());
      for (int i = 0; i < DIMENSIONS; i++) {
        sum[i] += direction.nextGaussian();
      }
    }
    double length = 0;
    for (double number : sum) {
      length += number * number;
    }
    for (int i = 0; i < DIMENSIONS; i++) {
      sum[i] /= Math.sqrt(length);
    }
    return sum;
  }
}
