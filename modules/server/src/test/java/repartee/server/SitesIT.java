package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import repartee.testkit.ChatClient;
import repartee.testkit.ChatClientReply;
import repartee.testkit.Poll;
import repartee.testkit.ServerProcess;

/** A whole server is taught a site, follows its changes, and forgets it. */
final class SitesIT {
  private static final Vertx VERTX = Vertx.vertx();

  @TempDir private static Path folder;
  private static ServerProcess server;

  private final Map<String, String> pages = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> canary = new CopyOnWriteArrayList<>();
  private final HttpServer site = listen(this::answer);
  private final HttpServer inner = listen(request -> canary.add(request.uri()));

  @BeforeAll
  static void start() {
    server =
        ServerProcess.start(
            folder.resolve("data"),
            Map.of(
                "REPARTEE_CRAWLER_ALLOW_ADDRESSES", "127.0.0.1",
                "REPARTEE_CRAWLER_PAUSE_MS", "1",
                "REPARTEE_CRAWLER_RETRY_MS", "50"));
  }

  @AfterAll
  static void stop() {
    server.close();
    VERTX.close().await();
  }

  @Test
  void aSiteIsTaughtAndAskedAndItsChangesAreFollowedAndItIsForgotten() {
    pages.put(
        "/", "<h1>Library</h1><a href=/hours>hours</a> <a href=/old>old</a> <a href=/no>no</a>");
    pages.put("/hours", "<title>Hours</title><p>The library opens at nine in the morning.");
    pages.put("/old", "<title>Old</title><p>Parking costs two coins an hour.");
    pages.put("/robots.txt", "User-agent: *\nDisallow: /no\n");
    pages.put("/sitemap.xml", "<urlset><url><loc>" + url("/lone") + "</loc></url></urlset>");
    pages.put("/lone", "<title>Lending</title><p>Books can be borrowed for four weeks.");
    try (ChatClient client = ServeIT.client(server)) {
      UUID bot = bot(client);
      String sites = "/chatbots/" + bot + "/sites";

      ChatClientReply added = client.post(sites, Map.of("url", url("/"), "depth", 2)).await();

      assertThat(added.status()).isEqualTo(202);
      String one = sites + "/" + added.json().at("/id").asText();
      JsonNode crawled = crawled(client, one);
      assertThat(crawled.at("/state").asText()).isEqualTo("ready");
      assertThat(crawled.at("/pages/ready").asInt()).isEqualTo(4);
      assertThat(crawled.at("/failures/0/url").asText()).isEqualTo(url("/no"));
      assertThat(crawled.at("/failures/0/sentence").asText()).contains("robots.txt");
      assertThat(answer(client, bot, "How long can books be borrowed?")).contains("four weeks");
      assertThat(names(client, bot)).contains(url("/lone"), url("/old"));

      pages.put("/", "<h1>Library</h1><a href=/hours>hours</a>");
      pages.put("/hours", "<title>Hours</title><p>The library opens at ten in the morning.");
      client.post(sites, Map.of("url", url("/"), "depth", 2)).await();
      crawled(client, one);

      assertThat(names(client, bot))
          .containsExactlyInAnyOrder(url("/"), url("/hours"), url("/lone"));
      assertThat(answer(client, bot, "When does the library open?")).contains("ten");
      assertThat(asked).doesNotContain("/no");

      assertThat(client.send(HttpMethod.DELETE, one, Map.of(), null).await().status())
          .isEqualTo(204);
      Poll.until(() -> client.get(one).await().status() == 404);
      assertThat(names(client, bot)).isEmpty();
    }
  }

  @Test
  void aFileThatASiteLinksToIsReadAsIfItHadBeenSent() {
    pages.put("/", "<h1>Library</h1><p>Welcome.</p><a href=/fees.csv>fees</a>");
    pages.put("/fees.csv", "What,Fee\nA lost library card,two euros\nA late book,one euro\n");
    try (ChatClient client = ServeIT.client(server)) {
      UUID bot = bot(client);
      String sites = "/chatbots/" + bot + "/sites";

      ChatClientReply added = client.post(sites, Map.of("url", url("/"))).await();
      JsonNode crawled = crawled(client, sites + "/" + added.json().at("/id").asText());

      assertThat(crawled.at("/pages/ready").asInt()).isEqualTo(2);
      Poll.until(() -> answer(client, bot, "What is the fee of a lost card?").contains("two"));
      assertThat(names(client, bot)).contains(url("/fees.csv"));
    }
  }

  @Test
  void whatLeadsElsewhereFailsWithASentenceAndNobodyElseIsAsked() {
    String other = "http://127.0.0.1:" + inner.actualPort() + "/";
    pages.put("/", "<a href=/out>out</a><a href=" + other + ">x</a><p>Welcome to all of us.");
    pages.put("/out", "> " + other);
    try (ChatClient client = ServeIT.client(server)) {
      UUID bot = bot(client);
      String sites = "/chatbots/" + bot + "/sites";

      ChatClientReply added = client.post(sites, Map.of("url", url("/"))).await();
      JsonNode crawled = crawled(client, sites + "/" + added.json().at("/id").asText());

      assertThat(crawled.at("/failures/0/sentence").asText()).contains("another site");
      for (String bad :
          List.of(
              "file:///etc/passwd",
              "http://169.254.169.254/latest/meta-data/",
              "http://2130706434/",
              "http://user@example.com/",
              "http://[::1]/")) {
        ChatClientReply refused = client.post(sites, Map.of("url", bad)).await();
        assertThat(refused.status()).as(bad).isEqualTo(400);
        assertThat(refused.json().at("/code").asInt()).isEqualTo(40001);
      }
      assertThat(canary).isEmpty();
    }
  }

  @Test
  void aSiteThatCannotBeReachedSaysWhy() {
    try (ChatClient client = ServeIT.client(server)) {
      UUID bot = bot(client);
      String sites = "/chatbots/" + bot + "/sites";

      ChatClientReply added =
          client
              .post(
                  "/chatbots/" + bot + "/documents",
                  Map.of("url", "http://localhost.invalid/", "refresh_hours", 0))
              .await();
      JsonNode crawled = crawled(client, sites + "/" + added.json().at("/id").asText());

      assertThat(crawled.at("/state").asText()).isEqualTo("failed");
      assertThat(crawled.at("/failures/0/sentence").asText()).endsWith(".");
      assertThat(crawled.at("/next_crawl_at").isNull()).isTrue();
      assertThat(client.get(sites).await().json()).hasSize(1);
    }
  }

  private JsonNode crawled(ChatClient client, String site) {
    Poll.until(
        () ->
            List.of("ready", "failed")
                .contains(client.get(site).await().json().at("/state").asText()));
    return client.get(site).await().json();
  }

  private static List<String> names(ChatClient client, UUID bot) {
    return client.get("/chatbots/" + bot + "/documents").await().json().findValuesAsText("name");
  }

  private static String answer(ChatClient client, UUID bot, String question) {
    return client
        .post(ChatClient.chat(bot), Map.of("q", question))
        .await()
        .json()
        .at("/data/answer")
        .asText();
  }

  private static UUID bot(ChatClient client) {
    return UUID.fromString(
        client.post("/chatbots", Map.of("name", "Library")).await().json().at("/id").asText());
  }

  private String url(String path) {
    return "http://127.0.0.1:" + site.actualPort() + path;
  }

  private void answer(HttpServerRequest request) {
    asked.add(request.uri());
    String page = pages.get(request.path());
    if (page == null) {
      request.response().setStatusCode(404).end();
    } else if (page.startsWith("> ")) {
      request.response().setStatusCode(302).putHeader("Location", page.substring(2)).end();
    } else {
      String type =
          request.path().endsWith(".xml")
              ? "application/xml"
              : request.path().endsWith(".csv")
                  ? "text/csv"
                  : request.path().endsWith(".txt") ? "text/plain" : "text/html";
      request.response().putHeader("Content-Type", type).end(page);
    }
  }

  private static HttpServer listen(io.vertx.core.Handler<HttpServerRequest> answering) {
    return VERTX.createHttpServer().requestHandler(answering).listen(0, "127.0.0.1").await();
  }
}
