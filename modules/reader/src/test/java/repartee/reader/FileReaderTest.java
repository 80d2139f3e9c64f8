package repartee.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import repartee.contract.TextMark;
import repartee.contract.TextPiece;

/** Files of every kind become their text, whoever wrote them and whatever they are called. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FileReaderTest {
  private static final String WORDS = "The harbour opens at seven.";

  @TempDir private static Path folder;
  private Reading reading = Reading.start(Path.of("unused"), 1);

  @BeforeAll
  void start() {
    reading = Reading.start(folder, 60_000);
  }

  @AfterAll
  void end() {
    reading.close();
  }

  @Test
  void aPdfsPagesAreCounted() throws Exception {
    byte[] file = Samples.pdf("Of ships.", WORDS);

    assertThat(reading.text("harbour.pdf", file)).contains("Of ships.", WORDS);
    assertThat(reading.at("harbour.pdf", file, WORDS)).extracting(TextMark::page).isEqualTo(2);
    assertThat(reading.at("harbour.pdf", file, "Of ships")).extracting(TextMark::page).isEqualTo(1);
  }

  @Test
  void ofWordFilesHeadingsAreKnown() throws Exception {
    byte[] file =
        Samples.docx(
            Samples.heading("Hours") + Samples.paragraph(WORDS) + Samples.paragraph("Not today."));

    assertThat(reading.text("harbour.docx", file)).contains("Hours\n\n" + WORDS + "\n\nNot today.");
    assertThat(reading.at("harbour.docx", file, WORDS)).isEqualTo(new TextMark(0, "Hours", null));
  }

  @Test
  void slidesArePages() throws Exception {
    byte[] file = Samples.pptx("Of ships.", WORDS);

    assertThat(reading.at("harbour.pptx", file, WORDS)).extracting(TextMark::page).isEqualTo(2);
  }

  @Test
  void sheetsAreHeadingsAndRowsAreLines() throws Exception {
    byte[] file = Samples.xlsx(2);

    assertThat(reading.text("prices.xlsx", file)).contains("Tea | 1\n", "Tea | 2\n");
    assertThat(reading.at("prices.xlsx", file, "Tea | 2"))
        .extracting(TextMark::heading)
        .isEqualTo("Prices 2");
  }

  @Test
  void openDocumentsAndBooksKeepTheirHeadings() throws Exception {
    assertThat(reading.at("harbour.odt", Samples.odt("Hours", WORDS), WORDS))
        .extracting(TextMark::heading)
        .isEqualTo("Hours");
    assertThat(reading.at("harbour.epub", Samples.epub("Hours", WORDS), WORDS))
        .extracting(TextMark::heading)
        .isEqualTo("Hours");
  }

  @Test
  void pagesOfTheWebAreReadWithoutTheirPrograms() throws Exception {
    byte[] file =
        Samples.utf8(
            "<!doctype html><html><head><title>Port</title><script>evil()</script></head><body>"
                + "<p>First.</p><h2>Hours</h2><p>"
                + WORDS
                + "</p><ul><li>one<li>two</ul></body></html>");

    assertThat(reading.text("harbour.html", file)).contains("one\ntwo").doesNotContain("evil");
    assertThat(reading.at("harbour.html", file, WORDS))
        .extracting(TextMark::heading)
        .isEqualTo("Hours");
    assertThat(reading.at("harbour.html", file, "First"))
        .extracting(TextMark::heading)
        .isEqualTo("Port");
  }

  @Test
  void markdownStaysAsItIsUnderItsHeadings() throws Exception {
    String text = "# Port\n\nOf ships.\n\n```\n# no heading\n```\n\n## Hours ##\n\n" + WORDS + "\n";
    byte[] file = Samples.utf8(text);

    assertThat(reading.text("harbour.md", file)).isEqualTo(text);
    assertThat(reading.at("harbour.md", file, WORDS))
        .extracting(TextMark::heading)
        .isEqualTo("Hours");
    assertThat(reading.at("harbour.md", file, "# no"))
        .extracting(TextMark::heading)
        .isEqualTo("Port");
  }

  @Test
  void tablesAndTextStayAsTheyAre() throws Exception {
    String table = "name,price\nTea,\"2,50\"\nCoffee,3\n";

    assertThat(reading.text("prices.csv", Samples.utf8(table))).isEqualTo(table);
    assertThat(reading.text("notes.txt", Samples.utf8("  " + WORDS + "\n\n\n"))).contains(WORDS);
  }

  @ParameterizedTest
  @CsvSource({
    "windows-1252, Der Hafen öffnet früh: Größe und Maß der Schiffe kostet 5 € – „täglich“ außer sonntags.",
    "Shift_JIS, 港は毎朝七時に開きます。船の大きさによって料金が異なりますのでご注意ください。",
    "KOI8-R, Порт открывается в семь часов утра. Стоимость зависит от размера судна и времени года.",
    "UTF-16LE, The harbour opens at seven. Größe.",
    "UTF-8, Der Hafen öffnet früh – 港は毎朝七時に開きます"
  })
  void olderEncodingsAreReadRight(String encoding, String words) throws Exception {
    String text = (encoding.startsWith("UTF-16") ? "\uFEFF" : "") + (words + "\n").repeat(5);

    assertThat(reading.text("old.txt", text.getBytes(Charset.forName(encoding)))).contains(words);
  }

  @Test
  void aBrokenPlaceInUtf8SpoilsNothingElse() throws Exception {
    byte[] file =
        "Größe, Maß, Öffnung, früh, täglich, süß, x, grün, müde, schön"
            .getBytes(StandardCharsets.UTF_8);
    file[new String(file, StandardCharsets.ISO_8859_1).indexOf('x')] = (byte) 0xC3;

    assertThat(reading.text("cut.txt", file)).contains("Größe", "\uFFFD", "schön");
  }

  @ParameterizedTest
  @CsvSource({
    "harbour.txt",
    "harbour.docx",
    "harbour",
    "../../../etc/passwd",
    "a\u0000b.pdf",
  })
  void whatAFileIsItsBytesSay(String name) throws Exception {
    assertThat(reading.text(name, Samples.pdf(WORDS))).contains(WORDS);
    assertThat(reading.text(name, Samples.utf8(WORDS))).contains(WORDS);
    assertThat(reading.text("n".repeat(500) + name, Samples.pdf(WORDS))).contains(WORDS);
  }

  @Test
  void longTextsComeInPiecesThatEndWithAParagraph() throws Exception {
    String text = ("# Hours\n\n" + WORDS + "\n\n").repeat(4_000);

    List<TextPiece> pieces = reading.pieces("long.md", Samples.utf8(text));

    assertThat(pieces).hasSizeGreaterThan(1);
    assertThat(pieces).allSatisfy(piece -> assertThat(piece.text()).endsWith("\n"));
    assertThat(pieces)
        .allSatisfy(piece -> assertThat(piece.marks().getFirst().heading()).isIn("Hours", null));
    assertThat(String.join("", pieces.stream().map(TextPiece::text).toList())).isEqualTo(text);
  }

  @Test
  void nothingStaysOnDisk() throws Exception {
    reading.text("harbour.pdf", Samples.pdf(WORDS));

    try (var files = Files.list(folder.resolve("reader"))) {
      assertThat(files).isEmpty();
    }
  }
}
