package repartee.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class PassageSplitterTest {
  @Property(tries = 500)
  void nothingIsLostSizesAreBoundedAndLinesAreTrue(
      @ForAll("documentsOfDistinctWords") String document,
      @ForAll @IntRange(min = 16, max = 200) int size,
      @ForAll @IntRange(max = 150) int overlap) {
    List<PassageSplitter.Piece> pieces = PassageSplitter.split(document, size, overlap);

    int covered = 0;
    for (PassageSplitter.Piece piece : pieces) {
      int start = document.indexOf(piece.text());
      int end = start + piece.text().length();
      assertThat(start).isNotNegative();
      assertThat(piece.text()).hasSizeBetween(1, size).isEqualTo(piece.text().strip());
      assertThat(start <= covered || document.substring(covered, start).isBlank()).isTrue();
      assertThat(end).isGreaterThan(covered);
      assertThat(piece.fromLine()).isEqualTo(lineOf(document, start));
      assertThat(piece.toLine()).isEqualTo(lineOf(document, end - 1));
      covered = end;
    }
    assertThat(document.substring(covered)).isBlank();
  }

  @Property(tries = 300)
  void withoutOverlapThePassagesAreTheDocument(
      @ForAll("documents") String document, @ForAll @IntRange(min = 8, max = 60) int size) {
    List<PassageSplitter.Piece> pieces = PassageSplitter.split(document, size, 0);

    assertThat(pieces).allMatch(piece -> piece.text().length() <= size);
    assertThat(
            pieces.stream()
                .map(PassageSplitter.Piece::text)
                .collect(Collectors.joining())
                .replaceAll("\\s", ""))
        .isEqualTo(document.replaceAll("\\s", ""));
  }

  @Property(tries = 300)
  void everyWordThatFitsStandsWholeInAPassage(
      @ForAll("documents") String document, @ForAll @IntRange(min = 12, max = 100) int size) {
    List<PassageSplitter.Piece> pieces = PassageSplitter.split(document, size, size / 4);

    for (String word : document.strip().split("\\s+")) {
      if (!word.isEmpty() && word.length() <= size) {
        assertThat(pieces).anyMatch(piece -> piece.text().contains(word));
      }
    }
  }

  @Test
  void aParagraphIsBetterThanASentenceAndASentenceThanAWord() {
    String document = "One is here. Two is here.\n\nThree is here. Four is here and goes on.";

    List<PassageSplitter.Piece> pieces = PassageSplitter.split(document, 44, 0);

    assertThat(pieces)
        .containsExactly(
            new PassageSplitter.Piece("One is here. Two is here.", 0, 1, 1),
            new PassageSplitter.Piece("Three is here. Four is here and goes on.", 27, 3, 3));
    assertThat(PassageSplitter.split(document, 20, 0))
        .extracting(PassageSplitter.Piece::text)
        .startsWith("One is here.", "Two is here.", "Three is here.");
  }

  @Test
  void overlapBeginsAtABorder() {
    List<PassageSplitter.Piece> pieces =
        PassageSplitter.split("alpha beta gamma delta epsilon zeta eta theta iota", 24, 12);

    assertThat(pieces.get(0).text()).isEqualTo("alpha beta gamma delta");
    assertThat(pieces.get(1).text()).startsWith("gamma delta epsilon");
  }

  @Test
  void linesCountHoweverTheyEnd() {
    List<PassageSplitter.Piece> pieces =
        PassageSplitter.split("first\r\nsecond\rthird\nfourth", 12, 0);

    assertThat(pieces)
        .containsExactly(
            new PassageSplitter.Piece("first", 0, 1, 1),
            new PassageSplitter.Piece("second\rthird", 7, 2, 3),
            new PassageSplitter.Piece("fourth", 20, 4, 4));
  }

  @Test
  void aWordLongerThanAPassageIsCutBetweenCharactersAsPeopleSeeThem() {
    String families = "👩‍👩‍👧".repeat(10);

    List<PassageSplitter.Piece> pieces = PassageSplitter.split(families, 20, 0);

    assertThat(pieces).allMatch(piece -> piece.text().length() % "👩‍👩‍👧".length() == 0);
    assertThat(String.join("", pieces.stream().map(PassageSplitter.Piece::text).toList()))
        .isEqualTo(families);
  }

  @Test
  void aBlankDocumentHasNoPassages() {
    assertThat(PassageSplitter.split(" \r\n\t\n ", 100, 10)).isEmpty();
  }

  @Provide
  Arbitrary<String> documents() {
    return words("extraordinarilylongwordthatmaynotfitatall", "👩‍👩‍👧👩‍👩‍👧")
        .map(words -> String.join("", words));
  }

  @Provide
  Arbitrary<String> documentsOfDistinctWords() {
    return words("a", "積分")
        .map(
            words -> {
              StringBuilder document = new StringBuilder();
              for (int i = 0; i < words.size(); i++) {
                document.append('<').append(i).append('>').append(words.get(i));
              }
              return document.toString();
            });
  }

  /** Each with the gap behind it. */
  private static Arbitrary<List<String>> words(String... more) {
    Arbitrary<String> words =
        Arbitraries.oneOf(
            Arbitraries.of(more),
            Arbitraries.of("a", "word", "e.g.", "end.", "Really?", "積分有効。", "привет", "naïve"),
            Arbitraries.of("👩‍👩‍👧", "/b?c=d", "don't"));
    Arbitrary<String> gaps =
        Arbitraries.frequencyOf(
            Tuple.of(12, Arbitraries.of(" ")),
            Tuple.of(
                4, Arbitraries.of("\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "  ", "\t", "\n \n")));
    return Combinators.combine(words, gaps).as((word, gap) -> word + gap).list().ofMaxSize(120);
  }

  private static int lineOf(String document, int at) {
    String before = document.substring(0, at);
    // Within CRLF no line has ended yet; no passage begins or ends there anyway.
    return before.split("\r\n|\r|\n", -1).length;
  }
}
