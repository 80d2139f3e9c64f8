package repartee.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static repartee.server.WidgetStand.ANSWER;
import static repartee.server.WidgetStand.QUESTION;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientReply;
import repartee.testkit.FakeModelScript;

/** What a visitor does with the widget on somebody's site, in a real browser. */
@ExtendWith(SharedStand.class)
final class WidgetIT {
  private static final String LONG = "word ".repeat(60) + "end";

  private final WidgetStand stand;

  WidgetIT(WidgetStand stand) {
    this.stand = stand;
  }

  @Test
  void aQuestionIsAnsweredUnderAStrictPolicyAndNothingIsComplainedOf() {
    try (WidgetPage chat = stand.open("")) {
      chat.opened().ask(QUESTION);

      chat.awaitAnswer(ANSWER);

      assertThat(chat.questions().locator(".text")).hasText(QUESTION);
      assertThat(chat.part("li.waits")).hasCount(0);
      assertThat(chat.input()).hasValue("");
      assertThat(chat.complaints()).isEmpty();
    }
  }

  @Test
  void markdownIsReadWhileItIsWritten() {
    String text =
        """
        **Borrowing**, in short:

        - four weeks
        - twice renewed

        | what | how long |
        |---|---|
        | books | 4 weeks |

        ```
        renew(book);
        ```

        See [the rules](https://example.org/rules).""";
    try (WidgetPage chat = stand.open("")) {
      stand.model.next(FakeModelScript.says(text.split("(?<=\\G.{3})")).paced(2));

      chat.opened().ask(QUESTION);

      Locator answer = chat.answers().last();
      assertThat(answer.locator(".below")).isVisible(WidgetPage.patiently());
      assertThat(answer.locator("strong")).hasText("Borrowing");
      assertThat(answer.locator(".text li")).hasCount(2);
      assertThat(answer.locator("td")).hasText(new String[] {"books", "4 weeks"});
      assertThat(answer.locator("pre")).containsText("renew(book);");
      Locator link = answer.locator(".text a");
      assertThat(link).hasAttribute("href", "https://example.org/rules");
      assertThat(link).hasAttribute("rel", Pattern.compile("noopener.*nofollow"));
      assertThat(chat.complaints()).isEmpty();
    }
  }

  @Test
  void aCitationOpensItsPassageAndTheFocusComesBack() {
    try (WidgetPage chat = stand.open("")) {
      stand.model.next(FakeModelScript.says("For four weeks [1]."));
      chat.opened().ask(QUESTION);
      Locator mark = chat.answers().locator("button.cite");

      mark.click();

      assertThat(chat.part(".passage h3")).hasText("Opening hours");
      assertThat(chat.part(".passage .words")).containsText("borrowed for four weeks");
      chat.page().keyboard().press("Escape");
      assertThat(chat.part(".passage")).isHidden();
      assertThat(mark).isFocused();
      assertThat(chat.panel()).isVisible();
    }
  }

  @Test
  void aReloadedPageShowsTheConversationAndTheRunningAnswerGoesOn() {
    try (WidgetPage chat = stand.open("data-open")) {
      stand.model.next(FakeModelScript.words(LONG, 40));
      chat.ask(QUESTION);
      assertThat(chat.answers().last()).containsText("word word word");

      chat.page().reload();

      chat.awaitAnswer(LONG);
      assertThat(chat.questions()).hasCount(1);
      assertThat(chat.answers()).hasCount(1);
      // Nobody asked the model once more.
      assertThat(stand.messages(chat.conversation())).hasSize(2);
    }
  }

  @Test
  void anotherTabShowsTheSameConversation() {
    try (WidgetPage chat = stand.open("data-open")) {
      chat.ask(QUESTION).awaitAnswer(ANSWER);

      WidgetPage other = stand.open(chat.page().context(), "data-open");
      other.awaitAnswer(ANSWER);
      stand.model.next(FakeModelScript.words("Said in both.", 50));
      other.ask("And now?");

      chat.awaitAnswer("Said in both.");
      other.awaitAnswer("Said in both.");
      assertThat(chat.questions()).hasCount(2);
      assertThat(chat.conversation()).isEqualTo(other.conversation());
      other.part("button[aria-label='New conversation']").click();
      assertThat(other.answers()).hasCount(0);
      assertThat(chat.answers()).hasCount(0);
    }
  }

  @Test
  void stopEndsTheAnswerAndWhatWasSaidStays() {
    try (WidgetPage chat = stand.open("")) {
      stand.model.next(FakeModelScript.words(LONG, 100));
      chat.opened().ask(QUESTION);
      assertThat(chat.answers().last()).containsText("word word");

      chat.part("button.send").click();

      assertThat(chat.answers().last().locator(".note")).hasText("Stopped.");
      var stopped = stand.messages(chat.conversation()).get(1);
      assertThat(stopped.get("state").asText()).isEqualTo("stopped");
      assertThat(chat.answers().last().locator(".text"))
          .hasText(stopped.get("content").asText().strip());
    }
  }

  @Test
  void aNewConversationBeginsEmptyAndTheOldOneIsKept() {
    try (WidgetPage chat = stand.open("data-open")) {
      chat.ask(QUESTION).awaitAnswer(ANSWER);
      String first = chat.conversation();

      chat.part("button[aria-label='New conversation']").click();

      assertThat(chat.answers()).hasCount(0);
      assertThat(chat.part(".scroll")).containsText("Hello! What would you like to know?");
      chat.ask(QUESTION).awaitAnswer(ANSWER);
      assertThat(chat.answers()).hasCount(1);
      assertThat(chat.conversation()).isNotEqualTo(first);
      assertThat(stand.messages(first)).hasSize(2);
    }
  }

  @Test
  void aThumbIsKept() {
    try (WidgetPage chat = stand.open("data-open")) {
      chat.ask(QUESTION).awaitAnswer(ANSWER);

      chat.part("button[aria-label='Helpful']").click();

      assertThat(chat.part("button[aria-label='Helpful']")).hasAttribute("aria-pressed", "true");
      assertThat(stand.messages(chat.conversation()).at("/1/feedback/score").asInt()).isEqualTo(1);
      chat.page().reload();
      assertThat(chat.part("button[aria-label='Helpful']")).hasAttribute("aria-pressed", "true");
    }
  }

  @Test
  void anAnswerIsCopiedAsItWasWritten() {
    BrowserContext context =
        stand
            .chromium
            .browser()
            .newContext(
                new Browser.NewContextOptions()
                    .setLocale("en-GB")
                    .setPermissions(List.of("clipboard-read", "clipboard-write")));
    try (WidgetPage chat = stand.open(context, "data-open")) {
      stand.model.next(FakeModelScript.says("**Four** weeks."));
      chat.ask(QUESTION).awaitAnswer("Four weeks.");

      chat.part("button[aria-label='Copy answer']").click();

      assertThat(chat.part("button[aria-label='Copied']")).isVisible();
      assertThat(chat.page().evaluate("navigator.clipboard.readText()"))
          .isEqualTo("**Four** weeks.");
    }
  }

  @Test
  void aPersonWhoTakesOverIsAnnouncedAndLooksDifferentFromTheBot() {
    try (WidgetPage chat = stand.open("data-open")) {
      chat.ask(QUESTION).awaitAnswer(ANSWER);
      String path = ChatClient.conversations(stand.bot) + "/" + chat.conversation();

      hand(path + "/takeover");

      assertThat(chat.part("li.event")).hasText("ada has joined and will answer you here.");
      say(chat.conversation(), "Good day, I am Ada.");
      Locator said = chat.part("li.message.agent");
      assertThat(said.locator(".text")).hasText("Good day, I am Ada.");
      assertThat(said.locator(".who")).containsText("ada");
      chat.ask("Nice to meet you.");
      assertThat(chat.questions()).hasCount(2);
      hand(path + "/release");
      assertThat(chat.part("li.event").last()).hasText("The assistant answers again.");
      chat.ask(QUESTION);
      assertThat(chat.answers()).hasCount(2);
    }
  }

  @Test
  void whatComesWhileItIsClosedIsCounted() {
    try (WidgetPage chat = stand.open("")) {
      chat.opened().ask(QUESTION).awaitAnswer(ANSWER);
      chat.launcher().click();
      assertThat(chat.panel()).isHidden();

      say(chat.conversation(), "Are you still there?");

      assertThat(chat.part(".badge")).hasText("1");
      assertThat(chat.launcher()).hasAttribute("aria-label", "Open chat (1 new)");
      chat.launcher().click();
      assertThat(chat.part(".badge")).isHidden();
      assertThat(chat.launcher()).hasAttribute("aria-label", "Close chat");
    }
  }

  @Test
  void theSitesOwnCodeOpensAsksAndHearsOfIt() {
    stand.site.file(
        "shop.js",
        """
        const chat = document.createElement("repartee-chat");
        chat.setAttribute("chatbot", "%s");
        window.heard = [];
        for (const name of ["ready", "open", "close", "message"]) {
          chat.addEventListener(name, ({detail}) => heard.push(name + (detail.message?.author ?? "")));
        }
        document.body.append(chat);
        """
            .formatted(stand.bot));
    String page =
        stand
            .site
            .page(
                "own",
                "lang=en",
                "",
                "<script type=\"module\" src=\"%swidget.js\"></script>"
                        .formatted(stand.server.address().resolve("/"))
                    + "<script type=\"module\" src=\"/shop.js\"></script>")
            .toString();
    try (WidgetPage chat = new WidgetPage(stand.chromium.browser().newContext().newPage())) {
      chat.page().navigate(page);
      assertThat(chat.launcher()).isVisible();

      chat.page().evaluate("q => document.querySelector('repartee-chat').ask(q)", QUESTION);

      chat.awaitAnswer(ANSWER);
      chat.page().locator("main a").focus();
      chat.page().evaluate("document.querySelector('repartee-chat').close()");
      assertThat(chat.panel()).isHidden();
      // The site's own focus stays where it was.
      assertThat(chat.page().locator("main a")).isFocused();
      chat.awaitTrue("heard.includes('close')");
      assertThat(chat.page().evaluate("heard.join()").toString())
          .startsWith("ready,open")
          .contains("message");
      chat.page().evaluate("document.querySelector('repartee-chat').reset()");
      chat.launcher().click();
      assertThat(chat.answers()).hasCount(0);
    }
  }

  @Test
  void aSiteSaysHowItGreetsAndWhatOneMightAsk() {
    String attributes =
        "data-open data-heading=\"Ask the desk\" data-greeting=\"Welcome!\""
            + " data-questions=\"%s|When do you open?\" data-placeholder=\"Your question\""
                .formatted(QUESTION)
            + " data-side=start data-theme=dark";
    try (WidgetPage chat = stand.open(attributes)) {
      assertThat(chat.part("h2")).hasText("Ask the desk");
      assertThat(chat.part(".scroll")).containsText("Welcome!");
      assertThat(chat.input()).hasAttribute("placeholder", "Your question");
      assertThat(chat.part(".root")).hasClass(Pattern.compile("dark.*start|start.*dark"));
      assertThat(chat.part(".suggestions button")).hasCount(2);

      chat.part(".suggestions button").first().click();

      chat.awaitAnswer(ANSWER);
      assertThat(chat.questions().locator(".text")).hasText(QUESTION);
      assertThat(chat.part(".suggestions")).isHidden();
    }
  }

  @Test
  void aPageInArabicIsReadFromTheRight() {
    try (WidgetPage chat =
        stand.open(new Browser.NewContextOptions().setLocale("ar"), "data-language=ar")) {
      chat.opened();

      assertThat(chat.part(".root")).hasAttribute("dir", "rtl");
      double panel = chat.panel().boundingBox().x;
      double send = chat.part("button.send").boundingBox().x;
      // What ends a line stands at the left, and the panel too.
      assertThat(send).isLessThan(chat.input().boundingBox().x);
      assertThat(panel).isLessThan(100);
      chat.ask(QUESTION);
      chat.awaitAnswer(ANSWER);
      assertThat(chat.complaints()).isEmpty();
    }
  }

  @Test
  void onAPhoneThePanelIsTheScreenAndTheBackButtonClosesIt() {
    Browser.NewContextOptions phone =
        new Browser.NewContextOptions()
            .setLocale("en-GB")
            .setReducedMotion(ReducedMotion.REDUCE)
            .setViewportSize(390, 844)
            .setHasTouch(true)
            .setIsMobile(true);
    try (WidgetPage chat = stand.open(phone, "")) {
      chat.launcher().tap();
      assertThat(chat.panel()).isVisible();
      var box = chat.panel().boundingBox();
      assertThat(box.x).isZero();
      assertThat(box.width).isEqualTo(390);
      assertThat(box.height).isEqualTo(844);
      // Browsers zoom into fields with smaller letters.
      assertThat(chat.input().evaluate("one => getComputedStyle(one).fontSize")).isEqualTo("16px");
      chat.ask(QUESTION).awaitAnswer(ANSWER);

      chat.page().goBack();

      assertThat(chat.panel()).isHidden();
      assertThat(chat.launcher()).isVisible();
      assertThat(chat.page().url()).endsWith("/shop");
    }
  }

  @Test
  void aBrowserThatKeepsNothingCanChatAllTheSame() {
    BrowserContext context =
        stand.chromium.browser().newContext(new Browser.NewContextOptions().setLocale("en-GB"));
    context.addInitScript(
        """
        for (const name of ["localStorage", "sessionStorage"]) {
          Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError"); } });
        }
        """);
    try (WidgetPage chat = stand.open(context, "data-open")) {
      chat.ask(QUESTION).awaitAnswer(ANSWER);
      chat.ask(QUESTION);
      assertThat(chat.answers()).hasCount(2);
      assertThat(chat.complaints()).isEmpty();
    }
  }

  @Test
  void aClockThatIsADayOffChangesNothing() {
    BrowserContext context =
        stand.chromium.browser().newContext(new Browser.NewContextOptions().setLocale("en-GB"));
    context.addInitScript(
        "const now = Date.now.bind(Date); Date.now = () => now() - 24 * 60 * 60 * 1000;");
    try (WidgetPage chat = stand.open(context, "data-open")) {
      chat.ask(QUESTION).awaitAnswer(ANSWER);
      assertThat(chat.complaints()).isEmpty();
    }
  }

  @Test
  void onASiteThatIsNotAllowedItSaysSo() {
    ChatClientReply made =
        stand
            .admin
            .post(
                "/chatbots",
                Map.of(
                    "name",
                    "Elsewhere",
                    "restrictions",
                    Map.of("hostnames", List.of("shop.example"))))
            .await();
    String bot = made.json().get("id").asText();
    String line = WidgetStand.line(stand.server.address(), UUID.fromString(bot), "data-open");
    try (WidgetPage chat =
        new WidgetPage(
            stand
                .chromium
                .browser()
                .newContext(new Browser.NewContextOptions().setLocale("en-GB"))
                .newPage())) {
      chat.page().navigate(stand.site.page("not-allowed", "lang=en", "", line).toString());

      assertThat(chat.part("p.state")).hasText("The chat is not available on this page.");
      chat.ask(QUESTION);
      assertThat(chat.part("li.waits .note")).containsText("not available");
    }
  }

  private void hand(String path) {
    assertThat(stand.admin.post(path, Map.of("user_id", "client:ada")).await().status())
        .isEqualTo(200);
  }

  private void say(String conversation, String text) {
    ChatClientReply said =
        stand
            .admin
            .post(
                ChatClient.conversations(stand.bot),
                Map.of("conversation_id", conversation, "user_id", "client:ada", "prompt", text))
            .await();
    assertThat(said.status()).as(said.text()).isEqualTo(201);
  }
}
