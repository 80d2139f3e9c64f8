package repartee.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import repartee.contract.MessageState;
import repartee.contract.Problem;
import repartee.contract.TextPlace;

/** Bytes of a text that is not made of bytes. */
class Utf8PlacesTest {
  private static TextPlace locate(String text, long byteOffset) {
    return Utf8Places.locate(text, text.length(), byteOffset, MessageState.COMPLETE).result();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  @Property(tries = 2_000)
  void everyByteLiesInTheCharacterThatTheEncodingPutsThere(
      @ForAll String text, @ForAll @IntRange(max = 40) int birds, @ForAll int at) {
    String whole = "🦜".repeat(birds) + text + "é€🦜";
    int byteOffset = Math.floorMod(at, bytes(whole));

    TextPlace place = locate(whole, byteOffset);

    String before = whole.substring(0, place.offset());
    int next = whole.offsetByCodePoints(place.offset(), 1);
    assertThat(place.bytes()).isEqualTo(bytes(whole));
    assertThat(place.bytesBefore()).isEqualTo(bytes(before)).isLessThanOrEqualTo(byteOffset);
    assertThat(bytes(whole.substring(0, next))).isGreaterThan(byteOffset);
  }

  @Test
  void behindTheEndItIsTheEnd() {
    assertThat(locate("a🦜", 5)).isEqualTo(new TextPlace(3, 5, 5, MessageState.COMPLETE));
    assertThat(locate("a🦜", Long.MAX_VALUE))
        .isEqualTo(new TextPlace(3, 5, 5, MessageState.COMPLETE));
    assertThat(locate("", 0)).isEqualTo(new TextPlace(0, 0, 0, MessageState.COMPLETE));
  }

  @Test
  void noByteLiesBelowZero() {
    assertThat(Problem.of(Utf8Places.locate("a", 1, -1, MessageState.COMPLETE).cause()).kind())
        .isEqualTo(Problem.Kind.INVALID);
  }
}
