package repartee.routing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import repartee.contract.Pair;

/**
 * Pairs as a table (RFC 4180): the question, its variants with {@code |} between them, the answer.
 */
final class PairTable {
  // By it spreadsheets know that it is UTF-8.
  private static final String MARK = "\uFEFF";
  private static final String BETWEEN = "|";
  private static final int ROWS_MAX = 2_000;

  private PairTable() {}

  /** A row of a table, as good as one that was sent by itself. */
  record Row(String question, List<String> variants, String answer) {}

  static String of(List<Pair> pairs) {
    StringBuilder text = new StringBuilder(MARK);
    try (CSVPrinter rows = new CSVPrinter(text, CSVFormat.RFC4180)) {
      rows.printRecord("question", "variants", "answer");
      for (Pair pair : pairs) {
        rows.printRecord(pair.question(), String.join(BETWEEN, pair.variants()), pair.answer());
      }
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return text.toString();
  }

  /** Fails with {@code INVALID}, naming the first line that is not good. */
  static List<Row> read(String text) {
    List<Row> rows = new ArrayList<>();
    String table = text.startsWith(MARK) ? text.substring(1) : text;
    try (CSVParser parser = CSVParser.parse(table, CSVFormat.RFC4180)) {
      for (CSVRecord record : parser) {
        long line = parser.getCurrentLineNumber();
        if ((rows.isEmpty() && isHead(record)) || isBlank(record)) {
          continue;
        }
        if (rows.size() == ROWS_MAX) {
          throw Problems.invalid(
              "The table has more than " + ROWS_MAX + " rows. Please send it in parts.");
        }
        rows.add(row(record, line));
      }
    } catch (IOException | UncheckedIOException malformed) {
      throw Problems.invalid(
          "The table is not valid CSV from row " + (rows.size() + 1) + " on. Please check it.");
    }
    return rows;
  }

  private static boolean isHead(CSVRecord record) {
    return record.getRecordNumber() == 1 && record.get(0).strip().equalsIgnoreCase("question");
  }

  private static boolean isBlank(CSVRecord record) {
    return record.stream().allMatch(String::isBlank);
  }

  private static Row row(CSVRecord record, long line) {
    if (record.size() != 3) {
      throw Problems.invalid(
          "Line " + line + " of the table must have three cells: question, variants, answer.");
    }
    List<String> variants =
        Stream.of(record.get(1).split("\\|")).filter(way -> !way.isBlank()).toList();
    if (variants.size() > PairRoutes.VARIANTS_MAX) {
      throw Problems.invalid("Line " + line + " of the table has too many variants.");
    }
    return new Row(
        cell(record.get(0), "question", line, PairRoutes.QUESTION_CHARS_MAX),
        variants.stream()
            .map(way -> cell(way, "variants", line, PairRoutes.QUESTION_CHARS_MAX))
            .toList(),
        cell(record.get(2), "answer", line, PairRoutes.ANSWER_CHARS_MAX));
  }

  private static String cell(String text, String name, long line, int charsMax) {
    if (text.isBlank()) {
      throw Problems.invalid("Line " + line + " of the table has no " + name + ".");
    }
    return Fields.checked(name + "\" of line \"" + line, text.strip(), charsMax);
  }
}
