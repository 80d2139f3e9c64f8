package repartee.knowledge;

import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/** An embedding: numbers of length one in their space, so that a dot product is a cosine. */
final class Vector {
  private final float[] numbers;

  private Vector(float[] numbers) {
    this.numbers = numbers;
  }

  /**
   * Takes the array over; absent where there is no direction: no number, only zeros, not finite.
   */
  static @Nullable Vector of(float[] numbers) {
    double squares = 0;
    for (float number : numbers) {
      squares += (double) number * number;
    }
    if (!Double.isFinite(squares) || squares < 1e-12) {
      return null;
    }
    float length = (float) Math.sqrt(squares);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] /= length;
    }
    return new Vector(numbers);
  }

  /** Reads {@code [0.005706016,0.014266768,...]}; absent where it is nothing of the kind. */
  static @Nullable Vector parse(String text) {
    if (text.length() < 3 || text.charAt(0) != '[' || text.charAt(text.length() - 1) != ']') {
      return null;
    }
    String[] parts = text.substring(1, text.length() - 1).split(",", -1);
    float[] numbers = new float[parts.length];
    try {
      for (int i = 0; i < parts.length; i++) {
        numbers[i] = Float.parseFloat(parts[i]);
      }
    } catch (NumberFormatException notNumbers) {
      return null;
    }
    return of(numbers);
  }

  /** As {@link #parse} reads it: the published form. */
  String text() {
    StringBuilder text = new StringBuilder(numbers.length * 12).append('[');
    for (int i = 0; i < numbers.length; i++) {
      text.append(i == 0 ? "" : ",").append(numbers[i]);
    }
    return text.append(']').toString();
  }

  /** The array itself: to be read only. */
  float[] numbers() {
    return numbers;
  }

  int size() {
    return numbers.length;
  }

  double cosine(float[] other) {
    return VectorUtil.dotProduct(numbers, other);
  }
}
