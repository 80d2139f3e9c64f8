package repartee.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Debian's Chromium, without a window, in the hands of Playwright. One thread drives it. */
final class Chromium implements AutoCloseable {
  private static final List<String> FLAGS =
      List.of(
          // For root, and for containers with a small /dev/shm.
          "--no-sandbox",
          "--disable-dev-shm-usage",
          "--disable-gpu",
          // So that it can be told what a page keeps in memory.
          "--enable-precise-memory-info",
          "--js-flags=--expose-gc",
          // Nothing leaves the machine.
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Without it nothing is tried in a browser; where all must be tried, that is a failure. */
  static Chromium open() {
    Optional<Path> program = program();
    if (program.isEmpty() && Boolean.parseBoolean(System.getenv("CI"))) {
      throw new AssertionError("chromium is not installed, and with CI=true nothing is skipped");
    }
    assumeTrue(
        program.isPresent(),
        "SKIPPED: chromium is not installed, so nothing is tried in a browser");
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program.orElseThrow())
                    .setArgs(FLAGS)
                    .setHeadless(true));
    return new Chromium(playwright, browser);
  }

  Browser browser() {
    return browser;
  }

  private static Optional<Path> program() {
    return Stream.of(String.valueOf(System.getenv("PATH")).split(":"))
        .map(folder -> Path.of(folder, "chromium"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
