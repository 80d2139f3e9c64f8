package repartee.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class PaceTest {

  @Test
  void aStallDelaysNoIntendedStart() {
    Pace pace = new Pace(100, 1);
    List<Long> intended = new ArrayList<>();

    pace.run(
        (turn, intendedNs) -> {
          intended.add(intendedNs);
          if (turn == 10) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
          }
        });

    long begin = intended.getFirst();
    assertThat(intended).hasSize(100);
    for (int turn = 0; turn < 100; turn++) {
      assertThat(intended.get(turn) - begin).isEqualTo(TimeUnit.MILLISECONDS.toNanos(10) * turn);
    }
  }

  @Test
  void aTurnThatStartedLateCountsFromItsIntendedStart() {
    Tally tally = new Tally();
    long intendedNs = System.nanoTime() - TimeUnit.SECONDS.toNanos(3);

    tally.count(intendedNs, null);

    assertThat(tally.latencies().getMaxValue()).isGreaterThanOrEqualTo(3_000_000);
  }
}
