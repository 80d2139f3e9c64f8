package repartee.routing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import repartee.contract.Unanswered;

/** Questions as a table that spreadsheets open. */
final class QuestionTable {
  // By it they know that it is UTF-8.
  private static final String MARK = "\uFEFF";
  // What begins so, a spreadsheet takes for a formula, some of them in full width, too (OWASP, "CSV
  // Injection"); anybody may have asked it.
  private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

  private QuestionTable() {}

  static String of(List<Unanswered.Question> questions) {
    StringBuilder text = new StringBuilder(MARK);
    try (CSVPrinter rows = new CSVPrinter(text, CSVFormat.RFC4180)) {
      rows.printRecord("question", "count", "last_asked_at", "chatbot", "conversation_uid");
      for (Unanswered.Question one : questions) {
        rows.printRecord(
            harmless(one.question()),
            one.count(),
            one.lastAskedAt(),
            harmless(one.chatbotName()),
            one.conversationUid());
      }
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return text.toString();
  }

  private static String harmless(String text) {
    return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }
}
