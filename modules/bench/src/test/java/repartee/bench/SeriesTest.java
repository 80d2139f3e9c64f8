package repartee.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {

  @Test
  void theMedianIsTheMiddleOneWhateverTheOrder() {
    Series odd = new Series(List.of(9.0, 1.0, 5.0));
    Series even = new Series(List.of(4.0, 1.0, 2.0, 100.0));

    assertThat(odd.median()).isEqualTo(5);
    assertThat(even.median()).isEqualTo(3);
    assertThat(even.min()).isEqualTo(1);
    assertThat(even.max()).isEqualTo(100);
  }

  @Test
  void ratiosAreTakenRoundByRound() {
    Series ours = new Series(List.of(50.0, 10.0, 30.0));
    Series baseline = new Series(List.of(100.0, 10.0, 40.0));

    Series ratio = ours.over(baseline);

    assertThat(ratio.values()).containsExactly(0.5, 1.0, 0.75);
    assertThat(ratio.median()).isEqualTo(0.75);
    assertThat(ours.minus(baseline).values()).containsExactly(-50.0, 0.0, -10.0);
  }

  @Test
  void seriesOfDifferentRoundsAreNotCompared() {
    Series two = new Series(List.of(1.0, 2.0));
    Series one = new Series(List.of(1.0));

    assertThatThrownBy(() -> two.over(one)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Series(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
