package repartee.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are broken, or made to break whoever reads them, end in a sentence. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadFilesTest {
  private static final String WORDS = "The harbour opens at seven.";

  @TempDir private static Path folder;
  private Reading reading = Reading.start(Path.of("unused"), 1);

  @BeforeAll
  void start() {
    reading = Reading.start(folder, 20_000);
  }

  @AfterEach
  void theNextFileIsReadAsAlways() throws Exception {
    assertThat(reading.text("harbour.pdf", Samples.pdf(WORDS))).contains(WORDS);
  }

  @AfterAll
  void end() {
    reading.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.pdf", "a.docx", "a.txt", "a"})
  void anEmptyFileIsCalledEmpty(String name) throws Exception {
    assertThat(reading.refusal(name, new byte[0])).isEqualTo(Refusal.EMPTY);
  }

  @Test
  void aPasswordIsAskedToBeRemoved() throws Exception {
    assertThat(reading.refusal("secret.pdf", Samples.encryptedPdf(WORDS)))
        .isEqualTo(Refusal.ENCRYPTED);
  }

  @Test
  void archivesAreNotUnfolded() throws Exception {
    assertThat(reading.refusal("42.zip", Samples.zipBomb())).isEqualTo(Refusal.ARCHIVE);
    assertThat(reading.refusal("42.docx", Samples.zipBomb())).isEqualTo(Refusal.DAMAGED);
  }

  @Test
  void aHugePartIsNotReadToItsEnd() throws Exception {
    byte[] spaces = new byte[16 << 20];
    Arrays.fill(spaces, (byte) ' ');
    byte[] words = Samples.utf8(Samples.paragraph(WORDS).repeat(1 << 16));

    byte[] nothing =
        Samples.docx(IntStream.range(0, 64).mapToObj(i -> spaces).toArray(byte[][]::new));
    byte[] much = Samples.docx(IntStream.range(0, 64).mapToObj(i -> words).toArray(byte[][]::new));

    assertThat(reading.refusal("spaces.docx", nothing))
        .isIn(Refusal.NO_TEXT, Refusal.TOO_HEAVY, Refusal.TOO_SLOW, Refusal.DAMAGED);
    assertThat(reading.refusal("words.docx", much)).isEqualTo(Refusal.TOO_MUCH_TEXT);
  }

  @Test
  void aPdfWhosePagesGoRoundEnds() throws Exception {
    assertThat(reading.refusal("loop.pdf", Samples.loopingPdf()))
        .isIn(null, Refusal.DAMAGED, Refusal.TOO_SLOW, Refusal.TOO_DEEP, Refusal.TOO_HEAVY);
  }

  @Test
  void elementsInElementsEnd() throws Exception {
    String deep = "<html><body>" + "<div>".repeat(100_000) + WORDS;
    String bare = "<w:p>".repeat(100_000);

    assertThat(reading.refusal("deep.html", Samples.utf8(deep)))
        .isIn(null, Refusal.TOO_DEEP, Refusal.DAMAGED);
    assertThat(reading.refusal("deep.docx", Samples.docx(bare)))
        .isIn(Refusal.TOO_DEEP, Refusal.DAMAGED);
  }

  @Test
  void tenThousandSheetsAreReadOrRefused() throws Exception {
    assertThat(reading.refusal("sheets.xlsx", Samples.xlsx(10_000)))
        .isIn(null, Refusal.TOO_SLOW, Refusal.TOO_HEAVY);
  }

  @Test
  void aLineWithoutEndIsRefused() throws Exception {
    byte[] line = new byte[100 << 20];
    Arrays.fill(line, (byte) 'x');

    assertThat(reading.refusal("line.csv", line)).isEqualTo(Refusal.TOO_MUCH_TEXT);
    assertThat(reading.refusal("line.md", line)).isEqualTo(Refusal.TOO_MUCH_TEXT);
  }

  @Test
  void whatIsNoneOfTheKindsIsToldWhichThereAre() throws Exception {
    byte[] noise = new byte[4096];
    new Random(7).nextBytes(noise);

    assertThat(reading.refusal("noise.bin", noise)).isEqualTo(Refusal.UNKNOWN_KIND);
    assertThat(reading.refusal("noise.txt", noise)).isEqualTo(Refusal.UNKNOWN_KIND);
    assertThat(reading.refusal("noise.pdf", noise)).isEqualTo(Refusal.DAMAGED);
  }

  @Test
  void aCutFileIsCalledDamaged() throws Exception {
    byte[] word = Samples.docx(Samples.paragraph(WORDS));
    byte[] pdf = Samples.pdf(WORDS);

    assertThat(reading.refusal("cut.docx", Arrays.copyOf(word, word.length / 2)))
        .isIn(Refusal.DAMAGED, Refusal.ARCHIVE);
    assertThat(reading.refusal("cut.pdf", Arrays.copyOf(pdf, 40)))
        .isIn(Refusal.DAMAGED, Refusal.NO_TEXT);
  }

  @Test
  void aFileWithoutWordsIsCalledSo() throws Exception {
    assertThat(reading.refusal("blank.pdf", Samples.pdf(""))).isEqualTo(Refusal.NO_TEXT);
    assertThat(reading.refusal("blank.txt", Samples.utf8(" \n\t \n"))).isEqualTo(Refusal.NO_TEXT);
  }

  @Test
  void aFileThatTakesTooLongIsGivenUp() throws Exception {
    try (Reading hasty = Reading.start(folder.resolve("hasty"), 1)) {
      byte[] words = Samples.docx(Samples.paragraph(WORDS).repeat(20_000));

      assertThat(hasty.refusal("words.docx", words)).isEqualTo(Refusal.TOO_SLOW);
    }
  }

  @Test
  void entitiesOfOtherPlacesAreNotLookedUp() throws Exception {
    String page =
        "<?xml version=\"1.0\"?><!DOCTYPE html [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
            + "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>Words &x;</p></body></html>";

    assertThat(reading.text("page.xhtml", Samples.utf8(page))).doesNotContain("root:");
  }
}
