package repartee.generation;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import repartee.contract.Language;

/** The small words of each language that has such a table: the, is, what. */
final class FunctionWords {
  private static final Map<Language, Set<String>> WORDS = read();

  private FunctionWords() {}

  /** In lower case; empty for languages that are not written in spaced words. */
  static Set<String> of(Language language) {
    return WORDS.getOrDefault(language, Set.of());
  }

  /** A table of this package: language code to text. */
  static Properties table(String name) {
    Properties table = new Properties();
    try (InputStream bytes =
        Objects.requireNonNull(FunctionWords.class.getResourceAsStream(name), name)) {
      table.load(new InputStreamReader(bytes, StandardCharsets.UTF_8));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return table;
  }

  private static Map<Language, Set<String>> read() {
    Properties table = table("function-words.properties");
    Map<Language, Set<String>> words = new EnumMap<>(Language.class);
    for (Language language : Language.values()) {
      String line = table.getProperty(language.code());
      if (line != null) {
        Set<String> distinct = new HashSet<>();
        Collections.addAll(distinct, line.split(" "));
        words.put(language, Set.copyOf(distinct));
      }
    }
    return words;
  }
}
