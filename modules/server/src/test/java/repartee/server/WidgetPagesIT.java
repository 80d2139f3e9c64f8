package repartee.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import repartee.testkit.ServerProcess;

/** The packaged server hands out its pages, and a real browser takes them on somebody's site. */
final class WidgetPagesIT {
  @TempDir private static Path folder;
  private static final Vertx VERTX = Vertx.vertx();
  private static Chromium chromium;
  private static ServerProcess server;

  @BeforeAll
  static void start() {
    chromium = Chromium.open();
    server = ServerProcess.start(folder.resolve("data"), Map.of());
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    if (chromium != null) {
      chromium.close();
    }
    VERTX.close().await();
  }

  @Test
  void oneLineOnASiteWithAStrictPolicyMakesTheWidget() {
    try (HostSite site = new HostSite(VERTX).allowing(server.address());
        BrowserContext context = chromium.browser().newContext()) {
      String line =
          "<script type=\"module\" src=\"%swidget.js\" data-chatbot=\"x\"></script>"
              .formatted(server.address().resolve("/"));
      Page page = context.newPage();
      List<String> complaints = new CopyOnWriteArrayList<>();
      page.onConsoleMessage(
          said -> {
            if (said.type().equals("error")) {
              complaints.add(said.text());
            }
          });

      page.navigate(site.page("shop", "lang=en", "", line).toString());

      page.waitForFunction("customElements.get('repartee-chat') !== undefined");
      assertThat(page.locator("repartee-chat").getAttribute("chatbot")).isEqualTo("x");
      assertThat(complaints).noneMatch(said -> said.contains("Content Security Policy"));
    }
  }

  @Test
  void theFirstPageShowsAChatThatKnowsTheDocumentation() {
    try (BrowserContext context = chromium.browser().newContext()) {
      WidgetPage chat = new WidgetPage(context.newPage());
      chat.page().navigate(server.address().resolve("/").toString());
      Locator suggestions = chat.part(".suggestions button");
      assertThat(suggestions)
          .hasCount(3, new LocatorAssertions.HasCountOptions().setTimeout(60_000));
      int last = suggestions.count();

      for (int i = 0; i < last; i++) {
        chat.ask(suggestions.nth(i).textContent());
        assertThat(chat.answers()).hasCount(i + 1);
        Locator answer = chat.answers().last();
        assertThat(answer.locator(".below")).isVisible(WidgetPage.patiently());
        assertThat(answer.locator("button.cite").first()).isVisible();
      }
      assertThat(chat.complaints()).isEmpty();
    }
  }

  @Test
  void theFirstPageHasTheCallsReadyToCopy() {
    try (BrowserContext context =
        chromium
            .browser()
            .newContext(
                new Browser.NewContextOptions()
                    .setPermissions(List.of("clipboard-read", "clipboard-write")))) {
      Page page = context.newPage();
      page.navigate(server.address().resolve("/").toString());
      Locator cards = page.locator(".card");
      assertThat(cards).hasCount(3);

      cards.first().locator("button").click();

      assertThat(cards.first().locator("button")).hasText("Copied");
      assertThat((String) page.evaluate("navigator.clipboard.readText()"))
          .startsWith("<script type=\"module\"")
          .contains(server.address().resolve("/widget.js").toString());
      assertThat(Axe.violations(page, "body")).isEmpty();
    }
  }

  @Test
  void ourOwnPageObeysItsPolicy() {
    try (BrowserContext context = chromium.browser().newContext()) {
      Page page = context.newPage();
      List<String> complaints = new CopyOnWriteArrayList<>();
      page.onConsoleMessage(said -> complaints.add(said.text()));

      page.navigate(server.address().resolve("/").toString());

      assertThat(page.title()).isEqualTo("Repartee");
      assertThat(complaints).noneMatch(said -> said.contains("Content Security Policy"));
    }
  }
}
