package repartee.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ThreadsTest {

  @Test
  void theBusiestStandFirstWithTheirShareOfACore() {
    Threads before = new Threads(Map.of("loop #7", 100L, "embedding #8", 50L));
    Threads after = new Threads(Map.of("loop #7", 150L, "embedding #8", 150L, "born #9", 10L));

    String busiest = after.minus(before).busiest(Duration.ofSeconds(1));

    assertThat(busiest).isEqualTo("embedding 1.00, loop 0.50, born 0.10");
  }
}
