package repartee.generation;

import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import repartee.contract.Author;
import repartee.contract.Language;
import repartee.contract.LogEntry;

/** What the server itself tells people, in their language. */
final class Notices {
  private static final Properties HELD = FunctionWords.table("notices.properties");
  private static final Properties GIVEN_BACK = FunctionWords.table("notices-given-back.properties");

  private Notices() {}

  /** A person has the conversation; null: one had it, and has given it back by now. */
  static String held(LogEntry question, @Nullable Author by) {
    Language known = Language.of(question.message().language());
    Language language = known == null ? Language.EN : known;
    return by == null ? givenBack(language) : held(language, by.name());
  }

  static String givenBack(Language language) {
    return Objects.requireNonNull(GIVEN_BACK.getProperty(language.code()), language.code());
  }

  static String held(Language language, String name) {
    return Objects.requireNonNull(HELD.getProperty(language.code()), language.code())
        .replace("{0}", name);
  }
}
