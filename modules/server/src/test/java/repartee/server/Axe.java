package repartee.server;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;

/** Finds what keeps people out of a page, by the rules of WCAG 2.2 up to AA. */
final class Axe {
  private static final String SOURCE = source();
  private static final String RUN =
      """
      async (within) => {
        const found = await axe.run(within, {
          runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
          // What a component on somebody's page cannot decide.
          rules: {region: {enabled: false}, "page-has-heading-one": {enabled: false}},
        });
        return found.violations.flatMap(({id, nodes}) =>
          nodes.map(({target, html, failureSummary}) => `${id}: ${target} ${html} ${failureSummary}`));
      }
      """;

  private Axe() {}

  /** What it finds within the element that the selector names, shadows too; empty is good. */
  static List<?> violations(Page page, String within) {
    page.evaluate(SOURCE);
    return (List<?>) page.evaluate(RUN, within);
  }

  private static String source() {
    Properties made = new Properties();
    try (InputStream bytes = resource("maven/org.webjars.npm/axe-core/pom.properties")) {
      made.load(bytes);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    String version = made.getProperty("version");
    try (InputStream bytes = resource("resources/webjars/axe-core/" + version + "/axe.min.js")) {
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static InputStream resource(String name) {
    InputStream bytes = Axe.class.getClassLoader().getResourceAsStream("META-INF/" + name);
    if (bytes == null) {
      throw new IllegalStateException("no axe-core on the class path");
    }
    return bytes;
  }
}
