package repartee.generation;

import java.util.Objects;
import java.util.Properties;
import repartee.contract.Author;
import repartee.contract.Language;
import repartee.contract.LogEntry;

/** What the server itself tells people, in their language. */
final class Notices {
  private static final Properties HELD = FunctionWords.table("notices.properties");

  private Notices() {}

  /** A person has the conversation. */
  static String held(LogEntry question, Author by) {
    Language language = Language.of(question.message().language());
    return held(language == null ? Language.EN : language, by.name());
  }

  static String held(Language language, String name) {
    return Objects.requireNonNull(HELD.getProperty(language.code()), language.code())
        .replace("{0}", name);
  }
}
