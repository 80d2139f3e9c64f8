package repartee.server;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static repartee.server.WidgetStand.QUESTION;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import repartee.testkit.ChatClient;
import repartee.testkit.FakeModelScript;

/** Two nodes behind a proxy: one dies in the middle of an answer, and the visitor sees it whole. */
@ExtendWith(SharedStand.class)
final class WidgetNodesIT {
  private static final String LONG = "word ".repeat(60) + "end";

  private static Nodes nodes;
  private static UUID bot;

  private final Chromium chromium;

  WidgetNodesIT(WidgetStand stand) {
    chromium = stand.chromium;
  }

  @BeforeAll
  static void start() {
    nodes = Nodes.of(2);
    bot = ServeIT.taughtBot(nodes.get(0).client());
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  @Test
  void thePageEndsWithTheWholeAnswerByItself() {
    Nodes.Node dies = nodes.get(0);
    Nodes.Node lives = nodes.get(1);
    nodes.model.always(FakeModelScript.words(LONG, 40));
    try (Middleman between = new Middleman(nodes.vertx, dies.server().address());
        HostSite site = new HostSite(nodes.vertx).allowing(between.address());
        WidgetPage chat =
            new WidgetPage(
                chromium
                    .browser()
                    .newContext(new Browser.NewContextOptions().setLocale("en-GB"))
                    .newPage())) {
      String line = WidgetStand.line(between.address(), bot, "data-open");
      chat.page().navigate(site.page("shop", "lang=en", "", line).toString());
      chat.ask(QUESTION);
      assertThat(chat.answers().last()).containsText("word word word");

      dies.server().kill();
      between.target(lives.server().address());
      between.cut();

      chat.awaitAnswer(LONG);
      assertThat(chat.questions()).hasCount(1);
      assertThat(chat.answers()).hasCount(1);
      JsonNode log =
          lives
              .client()
              .get(ChatClient.conversations(bot) + "/" + chat.conversation() + "/messages")
              .await()
              .json();
      assertThat(log).hasSize(2);
      assertThat(log.at("/1/content").asText()).isEqualTo(LONG);
      assertThat(log.at("/1/epoch").asInt()).isGreaterThan(1);
      assertThat(chat.page().evaluate("sessionStorage.getItem('repartee.way')")).isNull();
    }
  }
}
