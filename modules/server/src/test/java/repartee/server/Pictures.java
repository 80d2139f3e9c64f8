package repartee.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import repartee.testkit.FakeModelScript;
import repartee.testkit.ServerProcess;

/** Takes the README's pictures; {@code ./repartee pictures} runs it, and no test run does. */
@ExtendWith(SharedStand.class)
final class Pictures {
  private static final Path FOLDER = ServerProcess.root().resolve("modules/web/pictures");
  private static final String STYLE =
      """
      body { margin: 0; background: #faf7f2; color: #2b2620; font: 18px/1.6 Georgia, serif; }
      main:first-of-type { display: none; }
      main { max-width: 560px; margin: 0 0 0 8vw; padding-block: 72px; }
      h1 { font-size: 46px; line-height: 1.15; margin: 0 0 20px; }
      """;

  private final WidgetStand stand;

  Pictures(WidgetStand stand) {
    this.stand = stand;
    stand.site.file("library.css", STYLE);
  }

  @Test
  void onASite() {
    String page =
        site(
            "en",
            "data-greeting='Hello! What would you like to know about the library?'"
                + " data-heading='Library desk'",
            "<main><h1>The library at the harbour</h1><p>Two floors of books, a reading room over"
                + " the water, and people who know their way around both.</p><p>New this month: the"
                + " map collection, every Thursday evening until nine.</p></main>");
    try (WidgetPage chat =
        new WidgetPage(
            stand
                .chromium
                .browser()
                .newContext(
                    new Browser.NewContextOptions().setLocale("en-GB").setViewportSize(1180, 800))
                .newPage())) {
      chat.page().navigate(page);
      chat.opened();
      said(
          chat,
          "How long can I keep a book, and can I renew it?",
          """
          You can keep a book for **four weeks** [1], and renew it twice:

          1. online, until the evening before it is due
          2. at the desk, with your card

          On Sundays the desk is closed [1].""");
      snap(chat.page(), "widget");
    }
  }

  @Test
  void onAPhone() {
    stand
        .admin
        .post(
            "/chatbots/" + stand.bot + "/documents",
            Map.of(
                "name",
                "أوقات العمل",
                "content",
                "يمكنك إبقاء الكتاب أربعة أسابيع وتجديده مرتين. المكتبة مغلقة يوم الأحد."))
        .await();
    String page = site("ar", "data-heading='مكتب المكتبة'", "<main><h1>المكتبة</h1></main>");
    try (WidgetPage chat =
        new WidgetPage(
            stand
                .chromium
                .browser()
                .newContext(
                    new Browser.NewContextOptions()
                        .setLocale("ar")
                        .setColorScheme(ColorScheme.DARK)
                        .setViewportSize(390, 780)
                        .setDeviceScaleFactor(2)
                        .setHasTouch(true)
                        .setIsMobile(true))
                .newPage())) {
      chat.page().navigate(page);
      chat.opened();
      said(
          chat,
          "كم أسبوعاً يمكنني إبقاء الكتاب؟",
          "يمكنك إبقاء الكتاب **أربعة أسابيع** [1]، وتجديده مرتين.");
      snap(chat.page(), "phone");
    }
  }

  @Test
  void theFirstPage() {
    try (WidgetPage chat =
        new WidgetPage(
            stand
                .chromium
                .browser()
                .newContext(
                    new Browser.NewContextOptions().setLocale("en-GB").setViewportSize(1280, 860))
                .newPage())) {
      chat.page().navigate(stand.server.address().resolve("/").toString());
      assertThat(chat.part(".suggestions button"))
          .hasCount(3, new LocatorAssertions.HasCountOptions().setTimeout(60_000));
      snap(chat.page(), "first-page");
    }
  }

  @Test
  void theConsole() {
    try (WidgetPage anna = visitor("anna", "Anna Berg");
        WidgetPage jonas = visitor("jonas", "Jonas Lind");
        ConsolePage console =
            new ConsolePage(
                    stand,
                    new Browser.NewContextOptions().setLocale("en-GB").setViewportSize(1280, 800))
                .signedIn()
                .named("Maria")) {
      said(jonas, "When does the desk close?", "At **eight** in the evening [1].");
      said(anna, "How long can I keep a book?", "You can keep a book for **four weeks** [1].");
      console.open(stand.bot, anna.conversation());
      console.button("Take over").click();
      console.write("I have renewed yours until the end of the month, Anna.");
      anna.ask("That is kind, thank you!");
      assertThat(console.said("user")).hasCount(2);
      snap(console.page(), "console");
    }
  }

  private WidgetPage visitor(String id, String name) {
    String token =
        stand
            .admin
            .post("/chatbots/" + stand.bot + "/visitors", Map.of("id", id, "name", name))
            .await()
            .json()
            .get("token")
            .asText();
    return stand.open("data-token='" + token + "'").opened();
  }

  private String site(String language, String attributes, String body) {
    URI page =
        stand.site.page(
            "library",
            "lang=" + language + (language.equals("ar") ? " dir=rtl" : ""),
            "<link rel=stylesheet href=/library.css>",
            body + WidgetStand.line(stand.server.address(), stand.bot, attributes));
    return page.toString();
  }

  private void said(WidgetPage chat, String question, String answer) {
    stand
        .admin
        .send(HttpMethod.PATCH, "/chatbots/" + stand.bot, Map.of(), "{\"name\": \"Library desk\"}")
        .await();
    stand.model.next(FakeModelScript.says(answer));
    chat.ask(question);
    assertThat(chat.answers().locator(".below")).isVisible(WidgetPage.patiently());
    assertThat(chat.answers().locator("button.cite").first()).isVisible();
    // The pointer and the focus are nobody's here.
    chat.page().mouse().move(5, 5);
  }

  private static void snap(Page page, String name) {
    page.waitForTimeout(500);
    page.screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve(name + ".png")));
  }
}
