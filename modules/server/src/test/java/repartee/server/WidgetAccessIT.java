package repartee.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static repartee.server.WidgetStand.ANSWER;
import static repartee.server.WidgetStand.QUESTION;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import repartee.testkit.ChatClient;
import repartee.testkit.FakeModelScript;

/** Everybody can use the widget: by keyboard, by ear, in the dark, enlarged, from right to left. */
@ExtendWith(SharedStand.class)
final class WidgetAccessIT {
  private static final String RICH =
      """
      A **short** table [1]:

      | what | how long |
      |---|---|
      | books | 4 weeks |

      > quoted, with `code` and [a link](https://example.org)

      ```
      renew(book);
      ```
      """;

  private final WidgetStand stand;

  WidgetAccessIT(WidgetStand stand) {
    this.stand = stand;
  }

  static Stream<Arguments> looks() {
    return Stream.of(
        Arguments.of("en-GB", ColorScheme.LIGHT, 1280, 800),
        Arguments.of("en-GB", ColorScheme.DARK, 1280, 800),
        Arguments.of("ar", ColorScheme.LIGHT, 1280, 800),
        Arguments.of("en-GB", ColorScheme.LIGHT, 390, 844),
        Arguments.of("ar", ColorScheme.DARK, 390, 844));
  }

  @ParameterizedTest
  @MethodSource("looks")
  void nothingIsFoundInAnyState(String locale, ColorScheme scheme, int width, int height) {
    Browser.NewContextOptions look =
        new Browser.NewContextOptions()
            .setLocale(locale)
            .setColorScheme(scheme)
            .setReducedMotion(ReducedMotion.REDUCE)
            .setViewportSize(width, height);
    try (WidgetPage chat =
        stand.open(
            look,
            "data-language="
                + locale.substring(0, 2)
                + " data-sound data-questions=\"Why?|How?\"")) {
      assertThat(chat.launcher()).isVisible();
      assertAccessible(chat, "closed");
      chat.launcher().click();
      assertThat(chat.input()).isVisible();
      assertAccessible(chat, "greeting");
      stand.model.next(FakeModelScript.words(RICH, 30));
      chat.ask(QUESTION);
      assertThat(chat.answers()).hasCount(1);
      assertAccessible(chat, "streaming");
      assertThat(chat.answers().locator(".below")).isVisible(WidgetPage.patiently());
      assertAccessible(chat, "answered");
      chat.answers().locator(".text button.cite").first().click();
      assertThat(chat.part(".passage")).isVisible();
      assertAccessible(chat, "passage");
      chat.page().keyboard().press("Escape");
      stand
          .admin
          .post(
              ChatClient.conversations(stand.bot) + "/" + chat.conversation() + "/takeover",
              Map.of("user_id", "client:Ada Byron"))
          .await();
      stand
          .admin
          .post(
              ChatClient.conversations(stand.bot),
              Map.of(
                  "conversation_id",
                  chat.conversation(),
                  "user_id",
                  "client:Ada Byron",
                  "prompt",
                  "Here I am."))
          .await();
      assertThat(chat.part("li.message.agent")).isVisible();
      assertAccessible(chat, "person");
      chat.ask("x".repeat(32_001));
      assertThat(chat.part("li.waits .note")).isVisible();
      assertAccessible(chat, "refused");
    }
  }

  @Test
  void theKeyboardAloneIsEnough() {
    try (WidgetPage chat = stand.open("")) {
      assertThat(chat.launcher()).isVisible();
      chat.page().locator("main a").focus();
      var keys = chat.page().keyboard();
      keys.press("Tab");
      assertThat(chat.launcher()).isFocused();

      keys.press("Enter");
      assertThat(chat.input()).isFocused();
      stand.model.next(FakeModelScript.says("For four weeks [1]."));
      keys.type(QUESTION);
      keys.press("Enter");
      chat.awaitAnswer("For four weeks 1.");
      assertThat(chat.input()).isFocused();
      // Backwards through the tools, the sources and the citation.
      for (int at = 0; !focused(chat).startsWith("button.cite"); at++) {
        assertThat(at).as(focused(chat)).isLessThan(10);
        keys.press("Shift+Tab");
      }
      keys.press("Enter");
      assertThat(chat.part(".passage h3")).isFocused();
      keys.press("Escape");
      assertThat(focused(chat)).startsWith("button.cite");
      keys.press("Escape");

      assertThat(chat.panel()).isHidden();
      assertThat(chat.launcher()).isFocused();
    }
  }

  @Test
  void finishedSentencesAreSpokenOnceEach() {
    try (WidgetPage chat = stand.open("data-open")) {
      assertThat(chat.input()).isVisible();
      chat.page()
          .evaluate(
              """
              window.spoken = [];
              new MutationObserver((all) => all.forEach((one) => one.addedNodes.forEach((line) => spoken.push(line.textContent))))
                .observe(document.querySelector("repartee-chat").shadowRoot.querySelector("[aria-live]"), {childList: true});
              """);
      String text = "First of all, **yes**. Then there is [1] a second one! And what about a third";
      stand.model.next(FakeModelScript.says(text.split("(?<=\\G.{4})")).paced(40));

      chat.ask(QUESTION);

      assertThat(chat.answers().locator(".below")).isVisible(WidgetPage.patiently());
      chat.awaitTrue("spoken.join(' ').includes('third')");
      assertThat((List<?>) chat.page().evaluate("spoken"))
          .satisfies(
              spoken ->
                  assertThat(String.join(" ", spoken.stream().map(String::valueOf).toList()))
                      .isEqualTo(
                          "Library desk: First of all, yes. Then there is a second one! And what"
                              + " about a third"))
          .hasSizeBetween(2, 3);
      // The messages themselves are not read anew at each piece.
      assertThat(chat.part("ul.messages[aria-live]")).hasCount(0);
    }
  }

  @Test
  void enlargedTwiceItIsWholeOnTheScreen() {
    // 1280 by 800 at 200 % are so many of the page's pixels.
    Browser.NewContextOptions enlarged =
        new Browser.NewContextOptions().setLocale("en-GB").setViewportSize(640, 400);
    try (WidgetPage chat = stand.open(enlarged, "data-open")) {
      chat.ask(QUESTION).awaitAnswer(ANSWER);

      for (var part : List.of(chat.input(), chat.part("button.send"), chat.part("h2"))) {
        var box = part.boundingBox();
        assertThat(box.x).isNotNegative();
        assertThat(box.y).isNotNegative();
        assertThat(box.x + box.width).isLessThanOrEqualTo(640);
        assertThat(box.y + box.height).isLessThanOrEqualTo(400);
      }
      assertThat(chat.part(".scroll").boundingBox().height).isGreaterThan(100);
    }
  }

  @Test
  void whoWantsNoMotionSeesNone() {
    Browser.NewContextOptions still =
        new Browser.NewContextOptions().setReducedMotion(ReducedMotion.REDUCE);
    try (WidgetPage chat = stand.open(still, "data-open")) {
      assertThat(chat.input()).isVisible();

      assertThat(chat.panel().evaluate("one => getComputedStyle(one).animationName"))
          .isEqualTo("none");
      assertThat(chat.launcher().evaluate("one => getComputedStyle(one).transitionProperty"))
          .isEqualTo("none");
    }
  }

  private static String focused(WidgetPage chat) {
    return (String)
        chat.page()
            .evaluate(
                """
                (() => {
                  const one = document.querySelector("repartee-chat").shadowRoot.activeElement;
                  return one === null ? "" : one.tagName.toLowerCase() + [...one.classList].map((name) => "." + name).join("");
                })()
                """);
  }

  private static void assertAccessible(WidgetPage chat, String state) {
    assertThat(Axe.violations(chat.page(), "repartee-chat")).as(state).isEmpty();
  }
}
