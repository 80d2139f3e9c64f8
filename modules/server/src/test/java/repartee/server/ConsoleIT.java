package repartee.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static repartee.server.WidgetStand.ANSWER;
import static repartee.server.WidgetStand.QUESTION;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import repartee.testkit.ChatClient;
import repartee.testkit.FakeModelScript;

/** What an account's people do at the console, in real browsers, while visitors ask. */
@ExtendWith(SharedStand.class)
final class ConsoleIT {
  private static final String SLOW = "One word after the other, ".repeat(40) + "and the end.";

  private final WidgetStand stand;

  ConsoleIT(WidgetStand stand) {
    this.stand = stand;
  }

  @Test
  void whoShowsAKeyIsInUntilTheyLeave() {
    try (ConsolePage console = new ConsolePage(stand)) {
      console.signIn("rp_nothing");
      assertThat(console.page().getByRole(AriaRole.ALERT)).containsText("key");

      console.signedIn();
      console.page().reload();
      assertThat(console.button("Sign out")).isVisible();
      assertThat((String) console.page().evaluate("document.cookie")).isEmpty();
      console.button("Sign out").click();

      assertThat(console.button("Sign in")).isVisible();
      console.page().reload();
      assertThat(console.button("Sign in")).isVisible();
      assertThat(console.complaints()).isEmpty();
    }
  }

  @Test
  void theBotIsWatchedWhileItWrites() {
    try (WidgetPage visitor = stand.open("").opened();
        ConsolePage console = new ConsolePage(stand).signedIn()) {
      stand.model.next(FakeModelScript.says(SLOW.split("(?<= )")).paced(20));
      visitor.ask("Tell me slowly, watched.");

      console.row("Tell me slowly, watched.").or(console.row("One word")).first().click();
      Locator answer = console.said("bot").locator(".text");
      assertThat(answer).containsText("One word after");
      int early = answer.textContent().length();

      assertThat(answer).hasText(SLOW, WidgetPage.exactly());
      assertThat(early).isLessThan(SLOW.length());
      assertThat(console.said("user").locator(".text")).hasText("Tell me slowly, watched.");
      assertThat(console.complaints()).isEmpty();
    }
  }

  @Test
  void aPersonTakesOverWritesAndHandsBack() {
    try (WidgetPage visitor = stand.open("").opened();
        ConsolePage console = new ConsolePage(stand).signedIn().named("Maria")) {
      stand.model.next(FakeModelScript.says(SLOW.split("(?<= )")).paced(30));
      visitor.ask("A person, please.");
      assertThat(visitor.answers().locator(".text")).containsText("One word after");
      console.open(stand.bot, visitor.conversation());

      console.button("Take over").click();
      assertThat(console.button("Hand back")).isVisible();
      assertThat(visitor.part("li.event")).containsText("Maria");
      console.write("I am here **now**.");

      assertThat(visitor.part("li.message.agent .who")).containsText("Maria");
      assertThat(visitor.part("li.message.agent .text strong")).hasText("now");
      assertThat(console.said("agent").locator(".text")).containsText("I am here");
      visitor.ask("Thank you!");
      assertThat(console.said("user").last().locator(".text")).hasText("Thank you!");

      console.button("Hand back").click();
      assertThat(console.button("Take over")).isVisible();
      visitor.ask(QUESTION);
      visitor.awaitAnswer(ANSWER);
      assertThat(console.said("bot").last().locator(".text")).hasText(ANSWER);
      assertThat(console.complaints()).isEmpty();
    }
  }

  @Test
  void whatIsUnreadIsMarkedAndWhatIsDoneIsPutAway() {
    try (WidgetPage visitor = stand.open("").opened();
        ConsolePage console = new ConsolePage(stand).signedIn()) {
      visitor.ask("Is this one read?");
      visitor.awaitAnswer(ANSWER);
      Locator row = console.page().locator("a[href$='" + visitor.conversation() + "']");
      assertThat(row.locator(".badge")).hasText("2");

      row.click();
      assertThat(row.locator(".badge")).hasCount(0);
      console.button("Mark as done").click();
      console.page().locator(".states").getByText("Done").click();

      assertThat(row).isVisible();
      console.page().locator(".states").getByText("With the bot").click();
      assertThat(row).hasCount(0);
      visitor.ask("And again?");
      assertThat(row).isVisible();
    }
  }

  @Test
  void aConversationIsFoundByItsWords() {
    try (WidgetPage visitor = stand.open("").opened();
        ConsolePage console = new ConsolePage(stand).signedIn()) {
      visitor.ask("Where is the quixotic periscope?");
      visitor.awaitAnswer(ANSWER);

      console.page().getByLabel("Search").fill("quixotic");
      console.page().getByLabel("Search").press("Enter");

      assertThat(console.rows()).hasCount(1);
      assertThat(console.rows().locator("a"))
          .hasAttribute("href", Pattern.compile(visitor.conversation()));
    }
  }

  @Test
  void aChatbotIsMadeTaughtTriedAndDeleted() {
    try (ConsolePage console = new ConsolePage(stand).signedIn()) {
      console.go("chatbots");
      console.page().getByLabel("A new chatbot").fill("Garden");
      console.button("Make it").click();
      console
          .page()
          .locator("input[type=file]")
          .setInputFiles(
              new FilePayload(
                  "roses.txt",
                  "text/plain",
                  "Roses are cut in March, above an outward bud. They like clay."
                      .getBytes(StandardCharsets.UTF_8)));
      Locator row = console.page().locator("tbody tr");
      assertThat(row).containsText("roses.txt");
      assertThat(row.locator(".state")).hasText("ready");

      row.locator("button.link").click();
      assertThat(console.page().locator(".passages li")).containsText("Roses are cut in March");
      console.page().getByText("Try it").click();
      console.page().getByLabel("What to look for").fill("When are roses cut?");
      console.button("Search").click();
      assertThat(console.page().locator(".hits li").first()).containsText("Roses are cut");
      assertThat(console.page().locator(".hits .scores").first()).containsText("meaning");

      stand.model.next(FakeModelScript.says("In March [1]."));
      console.page().getByLabel("A question").fill("When are roses cut?");
      console.button("Ask").click();
      Locator answer = console.said("bot");
      assertThat(answer.locator(".text")).containsText("In March");
      answer.locator("button.cite").first().click();
      assertThat(console.page().locator(".passage .words")).containsText("outward bud");
      console.page().keyboard().press("Escape");
      answer.locator("button.prompt").click();
      assertThat(console.page().locator("dialog.prompt")).containsText("When are roses cut?");
      console.page().keyboard().press("Escape");

      console.page().locator(".tabs").getByText("Settings").click();
      console.page().getByLabel("Persona").fill("You are a gardener.");
      console.page().getByLabel("Allowed hostnames").fill("garden.example\n*.garden.example");
      console.button("Save").click();
      assertThat(console.page().getByText("Saved.")).isVisible();
      UUID bot = UUID.fromString(console.page().url().replaceAll(".*chatbots/([^/]*)/.*", "$1"));
      JsonNode changed = stand.admin.get("/chatbots/" + bot).await().json();
      assertThat(changed.at("/response/system_persona").asText()).isEqualTo("You are a gardener.");
      assertThat(changed.at("/restrictions/hostnames")).hasSize(2);

      console.button("Delete this chatbot").click();
      console.button("Yes").click();
      assertThat(console.page().locator(".cards")).not().containsText("Garden");
      assertThat(stand.admin.get("/chatbots/" + bot).await().status()).isEqualTo(404);
      assertThat(console.complaints()).isEmpty();
    }
  }

  @Test
  void aKeyIsShownOnceAndRevoked() {
    try (ConsolePage console = new ConsolePage(stand).signedIn()) {
      console.go("keys");
      console.page().getByLabel("A new key").fill("for the shop");
      console.page().getByLabel("It may").selectOption("agent");
      console.button("Make it").click();
      String key = console.page().locator(".made pre").textContent();
      assertThat(key).startsWith("rp_");

      try (ConsolePage agent = new ConsolePage(stand)) {
        agent.signIn(key);
        assertThat(agent.button("Sign out")).isVisible();
        assertThat(agent.page().locator(".top nav")).not().containsText("Keys");
        Locator row =
            console
                .page()
                .locator("tbody tr", new Page.LocatorOptions().setHasText("for the shop"));
        row.getByText("Revoke").click();
        row.getByText("Yes").click();
        assertThat(row).hasCount(0);

        agent.go("chatbots");
        assertThat(agent.button("Sign in")).isVisible();
      }
      console.page().reload();
      assertThat(console.page().locator("body")).not().containsText(key);
    }
  }

  @Test
  void theLineForASiteIsReadyAndTheChatIsTriedBesideIt() {
    try (ConsolePage console = new ConsolePage(stand).signedIn()) {
      console.go("chatbots/" + stand.bot + "/share");
      assertThat(console.page().locator(".copyable pre"))
          .hasText(WidgetStand.line(stand.server.address(), stand.bot, "").replace(" >", ">"));
      console.button("Open the chat").click();
      WidgetPage chat = new WidgetPage(console.page());
      chat.ask(QUESTION);
      chat.awaitAnswer(ANSWER);
      assertThat(console.complaints()).isEmpty();
    }
  }

  @Test
  void whoWritesIsSeenByTheVisitorAndByTheOtherPeople() {
    try (WidgetPage visitor = stand.open("").opened();
        ConsolePage maria = new ConsolePage(stand).signedIn().named("Maria");
        ConsolePage jo = new ConsolePage(stand).signedIn().named("Jo")) {
      visitor.ask(QUESTION);
      visitor.awaitAnswer(ANSWER);
      maria.open(stand.bot, visitor.conversation());
      jo.open(stand.bot, visitor.conversation());
      assertThat(maria.page().locator(".lookers")).containsText("Jo");

      maria.page().getByLabel("Your words").pressSequentially("Let me see");

      assertThat(visitor.part("li.writes")).containsText("Maria");
      assertThat(jo.page().locator(".lookers")).containsText("Maria (typing)");
      maria.button("Send").click();
      assertThat(visitor.part("li.message.agent .text")).hasText("Let me see");
      assertThat(visitor.part("li.writes")).hasCount(0);
      assertThat(jo.said("agent").locator(".text")).hasText("Let me see");
    }
  }

  @Test
  void tenPeopleOnOneConversationSeeTheSame() {
    List<ConsolePage> people = new ArrayList<>();
    try (WidgetPage visitor = stand.open("").opened()) {
      visitor.ask(QUESTION);
      visitor.awaitAnswer(ANSWER);
      for (int i = 0; i < 10; i++) {
        people.add(
            new ConsolePage(stand)
                .signedIn()
                .named("P" + i)
                .open(stand.bot, visitor.conversation()));
      }
      people.get(3).button("Take over").click();
      people.get(3).write("It is me.");
      visitor.ask("And now all of you");

      for (ConsolePage one : people) {
        assertThat(one.said("user").last().locator(".text")).hasText("And now all of you");
        assertThat(one.button("Hand back")).isVisible();
        assertThat(one.page().locator(".said li .text"))
            .hasText(new String[] {QUESTION, ANSWER, "It is me.", "And now all of you"});
        assertThat(one.page().locator(".names p")).containsText("With P3");
      }
    } finally {
      people.forEach(ConsolePage::close);
    }
  }

  @Test
  void administratorsSeeByWhichWayVisitorsAsk() {
    try (WidgetPage visitor = stand.open("").opened();
        ConsolePage console = new ConsolePage(stand).signedIn()) {
      visitor.ask(QUESTION);
      visitor.awaitAnswer(ANSWER);

      console.go("figures");

      Locator channel =
          console
              .page()
              .locator(".ways .sums div", new Page.LocatorOptions().setHasText("WebSocket"))
              .first();
      assertThat(channel.locator("dd")).hasText(Pattern.compile("[1-9][0-9,.]*"));
    }
  }

  @Test
  void whoIsNotSaidToWriteAnyMoreIsForgottenByTheWidgetItself() {
    try (WidgetPage visitor = stand.open("").opened()) {
      visitor.ask(QUESTION);
      visitor.awaitAnswer(ANSWER);
      // Ten seconds are over when the test says so: the end that the server tells comes later.
      visitor
          .page()
          .evaluate(
              """
              () => {
                const real = window.setTimeout;
                window.setTimeout = (does, ms) =>
                  ms === 10_000 ? ((window.passTenSeconds = does), 0) : real(does, ms);
              }
              """);
      stand
          .admin
          .post(
              ChatClient.conversations(stand.bot) + "/" + visitor.conversation() + "/watching",
              Map.of("id", "one", "name", "Maria", "typing", true))
          .await();
      assertThat(visitor.part("li.writes")).containsText("Maria");

      visitor.page().evaluate("window.passTenSeconds()");

      assertThat(visitor.part("li.writes")).hasCount(0);
    }
  }

  @Test
  void notesAndSavedRepliesAreForAllOfTheAccountsPeople() {
    try (WidgetPage visitor = stand.open("").opened();
        ConsolePage maria = new ConsolePage(stand).signedIn().named("Maria");
        ConsolePage jo = new ConsolePage(stand).signedIn().named("Jo")) {
      visitor.ask(QUESTION);
      visitor.awaitAnswer(ANSWER);
      maria.open(stand.bot, visitor.conversation());
      jo.open(stand.bot, visitor.conversation());

      maria.page().getByLabel("A note").fill("She has called before.");
      maria.button("Add").click();
      assertThat(jo.page().locator(".notes li")).containsText("She has called before.");
      assertThat(jo.page().locator(".notes li")).containsText("Maria");
      jo.button("Remove this note").click();
      assertThat(maria.page().locator(".notes li")).hasCount(0);

      maria.page().getByLabel("Your words").fill("Thank you for waiting.");
      maria.button("Saved replies").click();
      maria.page().getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Thanks");
      maria.button("Save").click();
      assertThat(maria.page().locator(".choices li")).containsText("Thanks");
      jo.button("Saved replies").click();
      jo.page().locator(".choices li button").first().click();
      assertThat(jo.page().getByLabel("Your words")).hasValue("Thank you for waiting.");
      jo.button("Saved replies").click();
      jo.button("Forget Thanks").click();
      assertThat(jo.page().locator(".choices li")).hasCount(0);
      assertThat(visitor.part(".messages")).not().containsText("called before");
    }
  }

  @Test
  void aSiteIsReadAndSaysWhatItCouldNotRead() {
    try (ConsolePage console = new ConsolePage(stand).signedIn()) {
      console.go("chatbots/" + stand.bot + "/documents");
      console.page().getByText("Or let it read a site").click();
      Locator address = console.page().getByLabel("Address");

      address.fill("http://127.0.0.1:8000/");
      console.button("Read it").click();
      assertThat(console.page().locator(".sites [role=alert]").first())
          .containsText("not on the public internet");

      address.fill("http://localhost:8000/");
      console.button("Read it").click();
      Locator site = console.page().locator(".sites > ul > li");
      assertThat(site.locator(".state"))
          .containsText(
              "failed: 0 of", new LocatorAssertions.ContainsTextOptions().setTimeout(30_000));
      site.locator("button.link").click();
      assertThat(site.locator(".failures li").first()).containsText("not on the public internet");
      console.button("Remove").first().click();
      console.button("Yes").click();
      assertThat(site).hasCount(0);
    }
  }

  @Test
  void whatFoundNothingIsCountedAndTakenAwayAsATable() throws IOException {
    try (WidgetPage visitor = stand.open("").opened();
        ConsolePage console = new ConsolePage(stand).signedIn()) {
      stand.model.next(FakeModelScript.says("I do not know."));
      visitor.ask("=Zxqv brmpf?");
      visitor.awaitAnswer("I do not know.");

      console.go("figures");

      Locator sums = console.page().locator(".sums").first();
      assertThat(sums).containsText("Questions");
      assertThat(console.page().locator(".chart canvas")).hasCount(2);
      assertThat(console.page().locator(".unanswered")).containsText("=Zxqv brmpf?");
      Download table =
          console.page().waitForDownload(() -> console.page().getByText("Save as CSV").click());
      assertThat(Files.readString(table.path())).contains("'=Zxqv brmpf?");
      console.page().getByLabel("Answer =Zxqv brmpf?").click();
      Page.GetByLabelOptions exactly = new Page.GetByLabelOptions().setExact(true);
      assertThat(console.page().getByLabel("Question", exactly)).hasValue("=Zxqv brmpf?");
      console.page().getByLabel("Answer", exactly).fill("Brmpf, of course.");
      console.button("Save").click();
      assertThat(console.page().locator(".pairs li")).containsText("Brmpf, of course.");
      visitor.ask("=Zxqv brmpf?");
      visitor.awaitAnswer("Brmpf, of course.");
      console.button("Remove").click();
      console.button("Yes").click();
      assertThat(console.page().locator(".pairs li")).hasCount(0);
      assertThat(console.complaints()).isEmpty();
    }
  }

  @Test
  void nothingThatIsSaidOrNamedDoesAnythingHere() {
    // A word without end, and a sign that turns the direction of all that follows.
    String trap = "<img src=x onerror=pwned=1><script>pwned=1</script>\u202e" + "w".repeat(100);
    JsonNode made = stand.admin.post("/chatbots", Map.of("name", trap)).await().json();
    UUID bot = UUID.fromString(made.get("id").asText());
    stand
        .admin
        .post(
            "/chatbots/" + bot + "/documents",
            Map.of("name", "javascript:pwned=1" + trap, "content", trap + " Tortoises sleep."))
        .await();
    stand.model.next(
        FakeModelScript.says("[go](javascript:pwned=1) ![x](http://x.example/y) " + trap + " [1]"));
    String asked =
        stand
            .admin
            .post(
                ChatClient.conversations(bot),
                Map.of(
                    "conversation_id",
                    trap,
                    "user_id",
                    trap,
                    "prompt",
                    "Do tortoises sleep? " + trap))
            .await()
            .headers()
            .get("Location");
    String uid = stand.admin.get(asked).await().json().get("conversation_uid").asText();
    String one = ChatClient.conversations(bot) + "/" + uid;
    stand.admin.post(one + "/notes", Map.of("name", trap, "content", trap)).await();
    JsonNode reply =
        stand.admin.post("/replies", Map.of("name", trap, "content", trap)).await().json();
    stand.admin.post(one + "/takeover", Map.of("user_id", "client:" + trap)).await();
    try (ConsolePage console = new ConsolePage(stand).signedIn()) {
      console.open(bot, uid);
      assertThat(console.said("bot")).isVisible();
      assertThat(console.said("bot").locator("a[href^=javascript]")).hasCount(0);
      assertThat(console.said("bot").locator("img")).hasCount(0);
      console.button("Saved replies").click();
      assertThat(console.page().locator(".choices li")).containsText("<img");
      console.page().keyboard().press("Escape");
      console.said("bot").locator("button.prompt").click();
      assertThat(console.page().locator("dialog.prompt")).containsText("<script>");
      console.page().keyboard().press("Escape");
      for (String room : new String[] {"chatbots", "chatbots/" + bot + "/documents", "figures"}) {
        console.go(room);
        assertThat(console.page().locator("main")).containsText("<img");
        assertThat(console.page().evaluate("document.documentElement.scrollWidth <= innerWidth"))
            .as(room)
            .isEqualTo(true);
      }
      console.page().locator(".unanswered, .documents, .figures").first().waitFor();
      assertThat(console.page().evaluate("typeof pwned")).isEqualTo("undefined");
      assertThat(console.complaints()).isEmpty();
    } finally {
      stand
          .admin
          .send(HttpMethod.DELETE, "/replies/" + reply.get("id").asText(), Map.of(), null)
          .await();
      stand.admin.send(HttpMethod.DELETE, "/chatbots/" + bot, Map.of(), null).await();
    }
  }

  static Stream<Arguments> looks() {
    return Stream.of(
        Arguments.of(ColorScheme.LIGHT, 1280, 800),
        Arguments.of(ColorScheme.DARK, 1280, 800),
        Arguments.of(ColorScheme.LIGHT, 390, 844));
  }

  @ParameterizedTest
  @MethodSource("looks")
  void everybodyCanUseEveryRoom(ColorScheme scheme, int width, int height) {
    try (WidgetPage visitor = stand.open("").opened();
        ConsolePage console =
            new ConsolePage(
                stand,
                new Browser.NewContextOptions()
                    .setLocale("en-GB")
                    .setColorScheme(scheme)
                    .setViewportSize(width, height))) {
      visitor.ask(QUESTION);
      visitor.awaitAnswer(ANSWER);
      assertThat(Axe.violations(console.page(), "body")).isEmpty();
      console.signedIn();
      assertThat(console.rows().first()).isVisible();
      assertThat(Axe.violations(console.page(), "body")).isEmpty();
      console.open(stand.bot, visitor.conversation());
      assertThat(console.said("bot")).isVisible();
      console.button("Saved replies").click();
      assertThat(Axe.violations(console.page(), "body")).isEmpty();
      for (String room :
          new String[] {
            "chatbots",
            "chatbots/" + stand.bot + "/settings",
            "chatbots/" + stand.bot + "/documents",
            "chatbots/" + stand.bot + "/try",
            "chatbots/" + stand.bot + "/share",
            "figures",
            "keys"
          }) {
        console.go(room);
        assertThat(console.page().locator("h1").first()).isVisible();
        console.page().waitForTimeout(300);
        assertThat(Axe.violations(console.page(), "body")).as(room).isEmpty();
        assertThat(console.page().evaluate("document.documentElement.scrollWidth <= innerWidth"))
            .as(room)
            .isEqualTo(true);
      }
    }
  }

  @Test
  void theWholeConsoleObeysAPolicyWithoutAnythingInline() {
    try (ConsolePage console = new ConsolePage(stand).signedIn()) {
      for (String room : new String[] {"inbox", "chatbots", "figures", "keys"}) {
        console.go(room);
        assertThat(console.page().locator("main")).not().isEmpty();
      }
      Map<String, String> headers = console.page().request().get(console.page().url()).headers();
      assertThat(headers.get("content-security-policy"))
          .contains("script-src 'self'")
          .doesNotContain("unsafe");
      assertThat(console.complaints()).isEmpty();
    }
  }
}
