package repartee.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientReply;
import repartee.testkit.FakeModelScript;

/**
 * What people, documents and models may say does nothing but be read. The page has no policy here:
 * nothing but the widget itself holds anything back.
 */
@ExtendWith(SharedStand.class)
final class WidgetHostileIT {
  private final WidgetStand stand;
  private HostSite site;
  private HostSite canary;

  WidgetHostileIT(WidgetStand stand) {
    this.stand = stand;
  }

  @BeforeEach
  void start() {
    site = new HostSite(stand.vertx);
    canary = new HostSite(stand.vertx);
  }

  @AfterEach
  void close() {
    site.close();
    canary.close();
  }

  static Stream<String> traps() {
    return Stream.of(
        "<script>pwned = 1</script><img src=x onerror='pwned = 1'>",
        "<svg onload='pwned = 1'><animate onbegin='pwned = 1' attributeName=x dur=1s></svg>",
        "<iframe srcdoc='<script>top.pwned = 1</script>'></iframe><object data=CANARY/a></object>",
        "[press](javascript:pwned=1) [or](JaVaScRiPt&colon;pwned=1) <javascript:pwned=1>",
        "[press](data:text/html;base64,PHNjcmlwdD50b3AucHduZWQ9MTwvc2NyaXB0Pg==)",
        "[press](\u0001javascript:pwned=1) [and](java\tscript:pwned=1) [vb](vbscript:pwned=1)",
        "![a picture](CANARY/picture.png) ![other](CANARY/x.svg \"title\")",
        "![x][ref]\n\n[ref]: CANARY/ref.png\n\n<CANARY/auto>",
        "<style>@import 'CANARY/sheet.css'; * { background: url(CANARY/star.png) }</style>",
        "<link rel=stylesheet href=CANARY/link.css><base href=CANARY/><meta http-equiv=refresh content=0>",
        "<form action=CANARY/form><input name=q autofocus onfocus='pwned = 1'></form>",
        "<a href='CANARY/ping' ping='CANARY/pinged'>x</a> <video src=CANARY/v poster=CANARY/p></video>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1"
            + " onerror=pwned=1&gt;\">",
        "```html\n<script>pwned = 1</script>\n```\n\n`<img src=CANARY/code.png onerror=pwned=1>`",
        "| a | b |\n|---|---|\n| <img src=CANARY/t.png onerror=pwned=1> | [x](javascript:pwned=1) |",
        "[1](javascript:pwned=1) [1]: [2][1] \\[1] [[1]]",
        "\u202Etxet desrever\u202C <b onmouseover=pwned=1>x</b>");
  }

  @ParameterizedTest
  @MethodSource("traps")
  void nothingThatIsSaidIsMoreThanText(String trap) {
    String text = trap.replace("CANARY", canary.address().toString());
    try (WidgetPage chat = open(stand.bot)) {
      // Split at every character, so that each beginning of it is drawn, too.
      stand.model.next(FakeModelScript.says(text.split("(?<=.)(?=.)")).paced(1));

      chat.ask(text);

      assertThat(chat.answers().locator(".below")).isVisible(WidgetPage.patiently());
      assertThat(chat.questions().locator(".text")).hasText(text.strip());
      assertHarmless(chat);
      // What one can press, one may press.
      for (Locator link : chat.part(".text a").all()) {
        assertThat(link.getAttribute("href")).matches("(?i)(https?|mailto|tel):.*");
      }
      chat.answers().locator(".text").hover();
      assertHarmless(chat);
    }
  }

  @Test
  void documentsAndPeopleAreCalledWhatTheyAreCalledAndNoMore() {
    String name = "<img src=" + canary.address() + "/name.png onerror=pwned=1>";
    UUID bot = bot();
    stand
        .admin
        .post(
            "/chatbots/" + bot + "/documents",
            Map.of(
                "name",
                name,
                "content",
                "Tortoises sleep in winter. <script>pwned = 1</script> ![x]("
                    + canary.address()
                    + "/content.png)"))
        .await();
    stand
        .admin
        .post(
            "/chatbots/" + bot + "/documents",
            Map.of("name", "javascript:pwned=1", "content", "Tortoises eat herbs in summer."))
        .await();
    try (WidgetPage chat = open(bot)) {
      stand.model.next(FakeModelScript.says("They sleep [1] and eat [2]."));
      chat.ask("Do tortoises sleep in winter and eat herbs in summer?");
      Locator marks = chat.answers().locator(".text button.cite");
      assertThat(marks).hasCount(2);

      for (Locator mark : marks.all()) {
        mark.click();
        assertThat(chat.part(".passage .words")).containsText("Tortoises");
        assertThat(chat.part(".passage a")).isHidden();
        assertHarmless(chat);
        chat.page().keyboard().press("Escape");
      }
      ChatClientReply said =
          stand
              .admin
              .post(
                  ChatClient.conversations(bot),
                  Map.of(
                      "conversation_id",
                      chat.conversation(),
                      "user_id",
                      "client:<img src=x onerror=pwned=1>",
                      "prompt",
                      "<svg onload=pwned=1>"))
              .await();
      assertThat(said.status()).isEqualTo(201);
      assertThat(chat.part("li.message.agent .who")).containsText("<img src=x onerror=pwned=1>");
      assertHarmless(chat);
    }
  }

  static Stream<String> bombs() {
    return Stream.of(
        "a".repeat(100_000),
        ">".repeat(5_000) + " deep",
        "[".repeat(20_000),
        "*a ".repeat(10_000) + "**".repeat(10_000),
        "- ".repeat(3_000) + "deep",
        "|a".repeat(5_000) + "|\n" + "|-".repeat(5_000) + "|\n" + "|b".repeat(5_000) + "|",
        "`".repeat(9_999) + " " + "`".repeat(9_998),
        "[x](".repeat(5_000),
        "![](".repeat(5_000) + "<".repeat(5_000),
        // Short enough to be read as Markdown, whose readers take the cube of such a length.
        "![](".repeat(2_900),
        "[x](".repeat(2_900),
        "([x]".repeat(2_900),
        "x _".repeat(3_900),
        "**www.".repeat(1_900),
        "\u0301".repeat(20_000),
        "&#x".repeat(10_000),
        "_".repeat(15_000) + "a".repeat(15_000) + "_".repeat(15_000));
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void whatIsMadeToBeSlowIsReadAndThePageGoesOn(String bomb) {
    try (WidgetPage chat = open(stand.bot)) {
      // In some hundred pieces, each of which is drawn.
      stand.model.next(FakeModelScript.says(bomb.split("(?<=\\G.{997})")).paced(5));
      chat.ask("Say it.");
      assertThat(chat.answers().locator(".below")).isVisible(WidgetPage.patiently());

      chat.ask("And now?");

      assertThat(chat.answers()).hasCount(2);
      chat.awaitAnswer(WidgetStand.ANSWER);
      assertThat(chat.part(".scroll").evaluate("one => one.scrollWidth <= one.clientWidth"))
          .isEqualTo(true);
      assertHarmless(chat);
    }
  }

  private UUID bot() {
    return UUID.fromString(
        stand.admin.post("/chatbots", Map.of("name", "Zoo")).await().json().get("id").asText());
  }

  private WidgetPage open(UUID bot) {
    BrowserContext context =
        stand.chromium.browser().newContext(new Browser.NewContextOptions().setLocale("en-GB"));
    WidgetPage chat = new WidgetPage(context.newPage());
    String line = WidgetStand.line(stand.server.address(), bot, "data-open");
    chat.page().navigate(site.page("shop", "lang=en", "", line).toString());
    return chat;
  }

  private void assertHarmless(WidgetPage chat) {
    assertThat(chat.page().evaluate("'pwned' in window")).isEqualTo(false);
    assertThat(canary.asked()).isEmpty();
    List<?> strange =
        (List<?>)
            chat.page()
                .evaluate(
                    """
                    [...document.querySelector("repartee-chat").shadowRoot.querySelectorAll(
                      "script, img, iframe, object, embed, video, audio, form:not(.composer), input, style, link," +
                      " base, meta, math, svg:not([aria-hidden])")].map((one) => one.outerHTML)
                    """);
    assertThat(strange).isEmpty();
    List<?> handlers =
        (List<?>)
            chat.page()
                .evaluate(
                    """
                    [...document.querySelector("repartee-chat").shadowRoot.querySelectorAll("*")].flatMap(
                      (one) => one.getAttributeNames().filter((name) => name.startsWith("on") || name === "style" && one.closest(".text")))
                    """);
    assertThat(handlers).isEmpty();
  }
}
