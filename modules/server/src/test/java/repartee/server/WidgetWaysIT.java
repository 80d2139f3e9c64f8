package repartee.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static repartee.server.WidgetStand.ANSWER;
import static repartee.server.WidgetStand.QUESTION;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import repartee.testkit.FakeModelScript;

/**
 * Whatever stands between the visitor and the server, the answer arrives, and the server learns
 * how.
 */
@ExtendWith(SharedStand.class)
final class WidgetWaysIT {
  private static final String LONG = "word ".repeat(80) + "end";

  private final WidgetStand stand;
  private Middleman between;
  private HostSite site;

  WidgetWaysIT(WidgetStand stand) {
    this.stand = stand;
  }

  @BeforeEach
  void standBetween() {
    between = new Middleman(stand.vertx, stand.server.address());
    site = new HostSite(stand.vertx).allowing(between.address());
  }

  @AfterEach
  void close() {
    site.close();
    between.close();
  }

  private WidgetPage open() {
    WidgetPage chat =
        new WidgetPage(
            stand
                .chromium
                .browser()
                .newContext(new Browser.NewContextOptions().setLocale("en-GB"))
                .newPage());
    String line = WidgetStand.line(between.address(), stand.bot, "data-open");
    chat.page().navigate(site.page("shop", "lang=en", "", line).toString());
    return chat;
  }

  @Test
  void aChannelThroughAnHonestProxyIsTheFirstWay() {
    double before = asked("channel");
    try (WidgetPage chat = open()) {
      chat.ask(QUESTION).awaitAnswer(ANSWER);

      assertThat(asked("channel")).isEqualTo(before + 1);
    }
  }

  @Test
  void whereNoChannelOpensTheAnswerIsStreamed() {
    between.manner(Middleman.Manner.NO_CHANNELS);
    double before = asked("stream");
    try (WidgetPage chat = open()) {
      stand.model.next(FakeModelScript.words(LONG, 30));
      chat.ask(QUESTION);

      assertStreams(chat, 1, LONG);
      assertThat(asked("stream")).isEqualTo(before + 1);
      chat.ask("And then?");
      assertThat(chat.answers()).hasCount(2);
      chat.awaitAnswer(ANSWER);
      assertThat(chat.questions()).hasCount(2);
      assertThat(stand.messages(chat.conversation())).hasSize(4);
    }
  }

  @Test
  void aPolicyThatForbidsWebSocketsIsAWayToTheStreamToo() {
    site.policy(site.policy().replaceAll(" ws://\\S+?(?=[; ])", ""));
    double before = asked("stream");
    try (WidgetPage chat = open()) {
      chat.ask(QUESTION);
      chat.page().waitForTimeout(4000);
      System.out.println(
          "DEBUG " + site.policy() + chat.complaints() + chat.part(".panel").textContent());
      chat.awaitAnswer(ANSWER);

      assertThat(asked("stream")).isEqualTo(before + 1);
    }
  }

  @Test
  void aChannelThatCarriesNothingIsGivenUp() {
    between.manner(Middleman.Manner.MUTE_CHANNELS);
    try (WidgetPage chat = open()) {
      chat.ask(QUESTION).awaitAnswer(ANSWER);

      // Sent by both ways, asked once.
      assertThat(chat.questions()).hasCount(1);
      assertThat(stand.messages(chat.conversation())).hasSize(2);
    }
  }

  @Test
  void whereResponsesAreHeldUpAnswersComeWhole() {
    between.manner(Middleman.Manner.BUFFERING);
    try (WidgetPage chat = open()) {
      chat.ask(QUESTION).awaitAnswer(ANSWER);
      double before = asked("plain");
      // Longer than the stream may stay silent while the log shows an answer.
      stand.model.next(FakeModelScript.words(LONG, 110));
      chat.ask("Tell me all.");

      assertStreams(chat, 2, LONG);
      chat.ask("And then?").awaitAnswer(ANSWER);
      assertThat(asked("plain")).isEqualTo(before + 1);
      assertThat(chat.questions()).hasCount(3);
      assertThat(stand.messages(chat.conversation())).hasSize(6);
    }
  }

  @Test
  void aChannelThatIsCutGoesOnAtItsCharacter() {
    try (WidgetPage chat = open()) {
      stand.model.next(FakeModelScript.words(LONG, 40));
      chat.ask(QUESTION);
      assertThat(chat.answers().last()).containsText("word word word");

      between.cut();

      assertStreams(chat, 1, LONG);
      assertThat(chat.questions()).hasCount(1);
      assertThat(chat.page().evaluate("sessionStorage.getItem('repartee.way')")).isNull();
    }
  }

  @Test
  void aStreamThatIsCutGoesOnAtItsByte() {
    between.manner(Middleman.Manner.NO_CHANNELS);
    try (WidgetPage chat = open()) {
      String text = LONG.replace("word", "wörd");
      stand.model.next(FakeModelScript.words(text, 40));
      chat.ask(QUESTION);
      assertThat(chat.answers().last()).containsText("wörd wörd wörd");

      between.cut();

      assertStreams(chat, 1, text);
      assertThat(chat.questions()).hasCount(1);
    }
  }

  @Test
  void aServerThatIsAwayForAWhileDoesNotMoveTheVisitorToAnotherWay() {
    try (WidgetPage chat = open()) {
      chat.ask(QUESTION).awaitAnswer(ANSWER);
      between.away(true);
      between.cut();
      assertThat(chat.part("p.state")).hasText("No connection. Trying again …");
      chat.ask("Are you back?");

      between.away(false);

      assertThat(chat.answers()).hasCount(2, patiently());
      chat.awaitAnswer(ANSWER);
      assertThat(chat.part("p.state")).hasText("");
      assertThat(chat.page().evaluate("sessionStorage.getItem('repartee.way')")).isNull();
    }
  }

  // At no time more than the beginning of the whole is to be seen: nothing twice, nothing mixed.
  private static void assertStreams(WidgetPage chat, int answers, String whole) {
    assertThat(chat.answers()).hasCount(answers);
    String seen = "";
    while (!seen.equals(whole)) {
      String now = chat.answers().last().locator(".text").textContent().strip();
      assertThat(whole).startsWith(now);
      assertThat(now.length()).isGreaterThanOrEqualTo(seen.length());
      seen = now;
      chat.page().waitForTimeout(50);
    }
    chat.awaitAnswer(whole);
  }

  private static LocatorAssertions.HasCountOptions patiently() {
    return new LocatorAssertions.HasCountOptions().setTimeout(20_000);
  }

  private double asked(String way) {
    String numbers = stand.admin.send(HttpMethod.GET, "/metrics", Map.of(), null).await().text();
    Matcher found =
        Pattern.compile("repartee_visitors_questions_total\\{way=\"" + way + "\"} (\\S+)")
            .matcher(numbers);
    // It is there from the first question on.
    return found.find() ? Double.parseDouble(found.group(1)) : 0;
  }
}
