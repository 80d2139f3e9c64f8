package repartee.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import repartee.testkit.ChatClient;
import repartee.testkit.FakeModel;
import repartee.testkit.ServerProcess;

/**
 * A real browser before somebody's site with a strict policy, on which stands the widget of a real
 * server with a scripted model: for all tests of what visitors see.
 */
final class WidgetStand implements AutoCloseable {
  static final String QUESTION = "How long can books be borrowed?";
  static final String ANSWER = "The fake model answers.";

  final Vertx vertx = Vertx.vertx();
  final Chromium chromium;
  final FakeModel model = FakeModel.start(vertx).await();
  final ServerProcess server;
  final ChatClient admin;
  final UUID bot;
  final HostSite site;

  private final Path folder;

  WidgetStand() throws IOException {
    chromium = Chromium.open();
    folder = Files.createTempDirectory("repartee-widget");
    server =
        ServerProcess.start(
            folder.resolve("data"),
            Map.of(
                "REPARTEE_MODEL_URL",
                model.url(),
                "REPARTEE_MODEL_NAME",
                "fake",
                // Each test is a visitor or some, of one address.
                "REPARTEE_ROUTING_LOGINS_PER_MINUTE",
                "10000",
                "REPARTEE_ROUTING_VISITORS_PER_MINUTE",
                "10000"));
    admin =
        new ChatClient(
            vertx, server.address().getHost(), server.address().getPort(), server.adminKey());
    bot = ServeIT.taughtBot(admin);
    site = new HostSite(vertx).allowing(server.address());
  }

  /** A page of the site with the widget, in a browser of its own, at the size of a desk. */
  WidgetPage open(String attributes) {
    return open(new Browser.NewContextOptions().setLocale("en-GB"), attributes);
  }

  WidgetPage open(Browser.NewContextOptions options, String attributes) {
    return open(chromium.browser().newContext(options), attributes);
  }

  /** Another tab, if the context has one already. */
  WidgetPage open(BrowserContext context, String attributes) {
    WidgetPage opened = new WidgetPage(context.newPage());
    opened.page().navigate(page(server.address(), attributes).toString());
    return opened;
  }

  /** The address of a page with the widget, which speaks to this server. */
  URI page(URI host, String attributes) {
    return site.page("shop", "lang=en", "", line(host, bot, attributes));
  }

  /** The line that the README gives to sites, with more attributes. */
  static String line(URI host, UUID bot, String attributes) {
    return "<script type=\"module\" src=\"%swidget.js\" data-chatbot=\"%s\" %s></script>"
        .formatted(host.resolve("/"), bot, attributes);
  }

  /** The messages of a conversation, as the server has them. */
  JsonNode messages(String conversation) {
    return admin
        .get(ChatClient.conversations(bot) + "/" + conversation + "/messages?limit=200")
        .await()
        .json();
  }

  @Override
  public void close() throws IOException {
    admin.close();
    server.close();
    site.close();
    model.close().await();
    vertx.close().await();
    chromium.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
