package repartee.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockedLoopsTest {
  private static String warning(int thread, int ms) {
    return """
        2026-01-01T00:00:00.000Z WARN  BlockedThreadChecker Thread \
        vert.x-eventloop-thread-%d has been blocked for %d ms, time limit is 5 ms
        io.vertx.core.VertxException: Thread blocked
        """
        .formatted(thread, ms);
  }

  @Test
  void aLoopThatIsToldAgainWhileItIsHeldCountsOnce() {
    String log = warning(0, 6) + warning(0, 8) + warning(1, 7) + warning(0, 10) + warning(0, 6);

    assertThat(BlockedLoops.of(log)).isEqualTo(new BlockedLoops(3, 10));
  }

  @Test
  void aQuietLogHasNone() {
    assertThat(BlockedLoops.of("INFO Main repartee is ready")).isEqualTo(new BlockedLoops(0, 0));
  }
}
