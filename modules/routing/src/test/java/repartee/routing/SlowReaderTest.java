package repartee.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** A line on which nothing leaves until the test says so. */
final class SlowReaderTest {
  private static final String PIECE = "x".repeat(60_000);

  private final Queue<Promise<Void>> line = new ArrayDeque<>();

  private SlowReader reader(int stalledMs) {
    return new SlowReader(
        text -> {
          Promise<Void> written = Promise.promise();
          line.add(written);
          return written.future();
        },
        House.configuration(0, 0, 20_000, stalledMs));
  }

  @Test
  void moreIsTakenOnlyWhenWhatWaitsHasLeft() {
    SlowReader reader = reader(20_000);

    assertThat(reader.take(PIECE).succeeded()).isTrue();
    Future<Void> second = reader.take(PIECE);
    assertThat(second.isComplete()).isFalse();

    line.forEach(Promise::complete);
    second.await();
    assertThat(reader.take(PIECE).succeeded()).isTrue();
  }

  @Test
  void whoTakesNothingForLongIsGivenUp() {
    SlowReader reader = reader(50);
    assertThat(reader.take(PIECE).succeeded()).isTrue();

    Future<Void> second = reader.take(PIECE);

    assertThatThrownBy(() -> second.await(20, TimeUnit.SECONDS))
        .isInstanceOf(TimeoutException.class);
    assertThat(second.failed()).isTrue();
  }
}
