package repartee.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static repartee.contract.DelimitedStreamWriter.MAGIC;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class TextGuardTest {
  private static final String BROKEN = MAGIC.substring(0, 16) + "\u200B" + MAGIC.substring(16);

  @Test
  void theMagicNumberGetsAZeroWidthSpaceInItsMiddle() {
    assertThat(TextGuard.guard("a" + MAGIC + "b" + MAGIC)).isEqualTo("a" + BROKEN + "b" + BROKEN);
  }

  @Test
  void halfAMagicNumberIsLeftAlone() {
    String half = MAGIC.substring(0, 31);

    assertThat(TextGuard.guard(half)).isEqualTo(half);
    assertThat(TextGuard.guard(half + half + "x")).isEqualTo(half + half + "x");
  }

  @Test
  void atMostHalfAMagicNumberWaits() {
    TextGuard guard = new TextGuard();

    assertThat(guard.accept(MAGIC.substring(0, 31))).isEqualTo(MAGIC.substring(0, 16));
    assertThat(guard.accept(MAGIC.substring(31))).isEqualTo(BROKEN.substring(16));
  }

  @Test
  void halvesOfAPairWaitForEachOtherAndLoneOnesAreReplaced() {
    TextGuard guard = new TextGuard();

    assertThat(guard.accept("a\uD83D")).isEqualTo("a");
    assertThat(guard.accept("\uDE00\uDE00")).isEqualTo("\uD83D\uDE00\uFFFD");
    assertThat(guard.accept("\uD83Db\0")).isEqualTo("\uFFFDb\uFFFD");
    assertThat(guard.accept("\uD83D")).isEmpty();
    assertThat(guard.end()).isEqualTo("\uFFFD");
  }

  @Property
  void howATextIsCutDoesNotMatter(@ForAll("texts") String text, @ForAll("texts") String rest) {
    TextGuard guard = new TextGuard();
    StringBuilder inPieces = new StringBuilder();

    for (int i = 0; i < text.length(); i++) {
      inPieces.append(guard.accept(text.substring(i, i + 1)));
    }
    inPieces.append(guard.accept(rest)).append(guard.end());

    assertThat(inPieces).hasToString(TextGuard.guard(text + rest));
    assertThat(inPieces.toString()).doesNotContain(MAGIC).doesNotContain("\0");
  }

  @Property
  void whatWasGuardedIsNotChangedAgain(@ForAll("texts") String text) {
    String guarded = TextGuard.guard(text);

    assertThat(TextGuard.guard(guarded)).isEqualTo(guarded);
  }

  @Provide
  static Arbitrary<String> texts() {
    return StreamArbitraries.texts();
  }

  /** Texts in which the magic number, parts of it and halves of pairs are frequent. */
  static final class StreamArbitraries {
    private StreamArbitraries() {}

    static Arbitrary<String> texts() {
      Arbitrary<String> parts =
          Arbitraries.integers()
              .between(0, 32)
              .flatMap(
                  from ->
                      Arbitraries.integers()
                          .between(from, 32)
                          .map(to -> MAGIC.substring(from, to)));
      Arbitrary<String> others =
          Arbitraries.of(
              MAGIC,
              "6",
              "645130",
              "\n",
              "\"",
              "\\u0036",
              "é",
              "漢",
              "\uD83D\uDE00",
              "\uD83D",
              "\uDE00",
              "\0",
              " word ",
              "{\"answer\": \"\"}\n");
      return Arbitraries.oneOf(parts, others, Arbitraries.strings().ofMaxLength(8))
          .list()
          .ofMaxSize(8)
          .map(pieces -> String.join("", pieces));
    }
  }
}
