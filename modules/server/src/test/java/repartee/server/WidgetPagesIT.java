package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
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
