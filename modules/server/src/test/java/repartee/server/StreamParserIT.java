package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;
import static repartee.server.WidgetStand.QUESTION;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import repartee.contract.DelimitedStreamWriter;
import repartee.testkit.ChatClient;
import repartee.testkit.FakeModelScript;

/** The widget's reader of the delimited stream, in a browser, cut at every character. */
@ExtendWith(SharedStand.class)
final class StreamParserIT {
  // The magic number's beginnings, a pair of surrogates, line ends, a notice that is none.
  private static final String TEXT =
      "Six 6 64 645130146e8d07b175fd8b1d5682d52 \uD83D\uDCDA\r\n{\"code\":0} \u00e9\u0301 6451301";
  private static final String READ =
      """
      ([StreamParser, pieces, channel, resumed]) => {
        const parser = new StreamParser({channel});
        if (resumed) parser.resumeText();
        const parts = pieces.flatMap((piece) => parser.feed(piece));
        // Texts that follow each other are one; none begins or ends within a character.
        return JSON.stringify(parts.reduce((all, part) => {
          if (part.text !== undefined && !part.text.isWellFormed()) throw new Error("half a character");
          const last = all.at(-1);
          if (part.text !== undefined && last?.text !== undefined) last.text += part.text;
          else all.push({...part});
          return all;
        }, []));
      }
      """;
  private static final String EVERY_CUT =
      """
      async ([module, whole, channel, resumed]) => {
        const {StreamParser} = await import(module);
        const read = %s;
        const expected = read([StreamParser, [whole], channel, resumed]);
        const wrong = [];
        for (let at = 0; at <= whole.length; at++) {
          if (read([StreamParser, [whole.slice(0, at), whole.slice(at)], channel, resumed]) !== expected) wrong.push(at);
        }
        if (read([StreamParser, whole.split(""), channel, resumed]) !== expected) wrong.push("every character");
        return [wrong.join(), expected];
      }
      """
          .formatted(READ);

  private final WidgetStand stand;
  private BrowserContext context;
  private Page page;
  private String module;

  StreamParserIT(WidgetStand stand) {
    this.stand = stand;
  }

  @BeforeEach
  void open() {
    context = stand.chromium.browser().newContext();
    page = context.newPage();
    page.navigate(stand.server.address().resolve("/").toString());
    String widget = get("/widget.js");
    module =
        widget.replaceAll("(?s).*\"(/web/[0-9a-f]+/)widget/element.js\".*", "$1widget/stream.js");
  }

  @AfterEach
  void close() {
    context.close();
  }

  @Test
  void aResponseIsReadTheSameWhereverItIsCut() {
    String stream = stream();

    List<?> read = cutEverywhere(stream, false, false);

    assertThat(read.get(0)).isEqualTo("");
    assertThat(read.get(1).toString())
        .startsWith("[{\"header\":{\"answer\":\"\"")
        .endsWith("},{\"text\":" + Json.encode(TEXT) + "}]");
  }

  @Test
  void aChannelIsReadTheSameWhereverItIsCut() {
    String trailer =
        DelimitedStreamWriter.MAGIC
            + "{\"message_uid\":\"m\",\"seq\":2,\"epoch\":1,\"state\":\"complete\",\"length\":7}\n";
    String notice =
        "{\"code\":0,\"data\":{\"status\":\"human\"},\"msg\":\"\",\"request_id\":\"r\"}\n";
    String stream = stream() + trailer;

    List<?> read = cutEverywhere(notice + stream + notice + notice + stream, true, false);

    assertThat(read.get(0)).isEqualTo("");
    assertThat(read.get(1).toString().split("\"(header|text|trailer|notice)\":", -1)).hasSize(10);
  }

  @Test
  void aTextThatGoesOnIsReadWithoutItsHeader() {
    String rest = TEXT + DelimitedStreamWriter.MAGIC + "{\"message_uid\":\"m\",\"seq\":2}\n";

    List<?> read = cutEverywhere(rest, true, true);

    assertThat(read.get(0)).isEqualTo("");
    assertThat(read.get(1).toString()).startsWith("[{\"text\":\"Six").contains("{\"trailer\":");
  }

  @Test
  void whatIsNotTheStreamIsSaidToBeNone() {
    for (String not :
        List.of("<html>\n", "{\"answer\":\"\"}\nno magic number is here at all, is it?")) {
      Object thrown =
          page.evaluate(
              """
              async ([module, text]) => {
                const {StreamParser} = await import(module);
                try { new StreamParser({channel: true}).feed(text); return ""; } catch (broken) { return String(broken); }
              }
              """,
              List.of(module, not));
      assertThat(thrown.toString()).contains("Error");
    }
  }

  private List<?> cutEverywhere(String whole, boolean channel, boolean resumed) {
    return (List<?>) page.evaluate(EVERY_CUT, List.of(module, whole, channel, resumed));
  }

  /** As the server writes it. */
  private String stream() {
    stand.model.next(FakeModelScript.says(TEXT));
    var asked =
        stand
            .admin
            .post(
                ChatClient.chat(stand.bot),
                Map.of(
                    "q",
                    QUESTION,
                    "stream",
                    true,
                    "message_key",
                    String.valueOf(System.nanoTime())))
            .await();
    return asked.text();
  }

  private String get(String path) {
    return stand.admin.send(HttpMethod.GET, path, Map.of(), null).await().text();
  }
}
