package repartee.bench;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * One number as each round found it. Two series are compared round by round, because rounds that
 * stand side by side met the same machine.
 */
record Series(List<Double> values) {
  Series {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a series of no rounds says nothing");
    }
  }

  /** That number of each round. */
  static <R> Series of(List<R> rounds, ToDoubleFunction<R> number) {
    return new Series(rounds.stream().map(number::applyAsDouble).toList());
  }

  double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  double min() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  double max() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** How many times the other. */
  Series over(Series other) {
    return with(other, (mine, its) -> mine / its);
  }

  /** How much more than the other. */
  Series minus(Series other) {
    return with(other, (mine, its) -> mine - its);
  }

  private Series with(Series other, DoubleBinaryOperator operator) {
    if (values.size() != other.values.size()) {
      throw new IllegalArgumentException("series of different rounds cannot be compared");
    }
    return new Series(
        IntStream.range(0, values.size())
            .mapToObj(i -> operator.applyAsDouble(values.get(i), other.values.get(i)))
            .toList());
  }
}
