package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;
import static repartee.server.Stand.assertRefused;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import repartee.contract.Json;
import repartee.testkit.ChatClientReply;
import repartee.testkit.Poll;

/** Files over HTTP, from the form to the citation. */
@ExtendWith(SharedStand.class)
final class FilesIT {
  private static final Set<String> AT_REST = Set.of("ready", "failed");

  private final Stand stand;
  private final FileForm form;
  private final String documents;

  FilesIT(Stand stand) {
    this.stand = stand;
    this.form = new FileForm(stand.server.address(), stand.mine.bot(), stand.mine.key());
    this.documents = "/chatbots/" + stand.mine.bot() + "/documents";
  }

  @AfterEach
  void close() {
    for (JsonNode document : stand.mine.client().get(documents).await().json()) {
      if (document.get("source").asText().equals("file")) {
        remove(document.get("id").asText());
      }
    }
    form.close();
    stand.assertGoesOn();
  }

  @Test
  void aFileIsReadTaughtAndFoundUnderItsHeadings() throws Exception {
    String html =
        "<html><body><h1>Opening hours</h1><p>The reading room is open from nine to six.</p>"
            + "<h2>Lockers</h2><p>Lockers of zinc cost two kreuzer.</p></body></html>";

    HttpResponse<String> sent = form.send("rules.html", html.getBytes(StandardCharsets.UTF_8));
    JsonNode waiting = Json.read(sent.body(), JsonNode.class);

    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(202);
    assertThat(sent.headers().firstValue("Location"))
        .contains(documents + "/" + waiting.get("id").asText());
    assertThat(waiting.get("state").asText()).isIn("waiting", "reading");
    assertThat(waiting.get("name").asText()).isEqualTo("rules.html");
    JsonNode ready = atRest(waiting.get("id").asText());
    assertThat(ready.get("state").asText()).as(ready.toString()).isEqualTo("ready");
    assertThat(ready.get("passages").asInt()).isPositive();
    assertThat(ready.has("progress")).isFalse();
    JsonNode found = found("zinc lockers", "two kreuzer");
    assertThat(found.get("metadata").get("heading").asText()).isEqualTo("Opening hours");
  }

  @Test
  void pagesOfAPdfAreTold() throws Exception {
    String id = sent("plan.pdf", pdf("The stacks are below the tramway."));

    JsonNode ready = atRest(id);

    assertThat(ready.get("state").asText()).as(ready.toString()).isEqualTo("ready");
    JsonNode passage =
        stand.mine.client().get(documents + "/" + id + "/passages").await().json().get(0);
    assertThat(passage.get("content").asText()).contains("below the tramway");
    assertThat(passage.get("metadata").get("page").asInt()).isEqualTo(1);
  }

  @Test
  void whatCannotBeReadFailsWithASentenceAndTheOthersGoOn() throws Exception {
    List<String> bad =
        List.of(
            sent("empty.pdf", new byte[0]),
            sent("noise.bin", noise()),
            sent("archive.zip", zip()),
            sent("cut.pdf", "%PDF-1.7\n1 0 obj\n<<".getBytes(StandardCharsets.US_ASCII)));
    String good = sent("good.txt", "Vellum is kept dry.".getBytes(StandardCharsets.UTF_8));

    for (String id : bad) {
      JsonNode failed = atRest(id);
      assertThat(failed.get("state").asText()).as(failed.toString()).isEqualTo("failed");
      assertThat(failed.get("failure").asText()).contains("Please").endsWith(".");
    }
    assertThat(atRest(good).get("state").asText()).isEqualTo("ready");
  }

  @Test
  void namesAreLabelsAndOldEncodingsAreReadRight() throws Exception {
    String russian = "Читальный зал открыт с девяти утра до шести вечера каждый день недели. ";
    String id =
        sent("../../etc/зал.txt", russian.repeat(20).getBytes(Charset.forName("windows-1251")));

    JsonNode ready = atRest(id);

    assertThat(ready.get("name").asText()).isEqualTo("зал.txt");
    assertThat(
            stand
                .mine
                .client()
                .get(documents + "/" + id + "/passages")
                .await()
                .json()
                .get(0)
                .get("content")
                .asText())
        .contains("Читальный зал открыт");
  }

  @Test
  void theSameNameReplacesAndADocumentKeepsItsId() throws Exception {
    String first = sent("hours.txt", "Open on Monday.".getBytes(StandardCharsets.UTF_8));
    atRest(first);

    String second = sent("hours.txt", "Open on Friday.".getBytes(StandardCharsets.UTF_8));

    assertThat(second).isEqualTo(first);
    assertThat(atRest(second).get("state").asText()).isEqualTo("ready");
    assertThat(stand.mine.client().get(documents + "/" + first + "/passages").await().text())
        .contains("Friday")
        .doesNotContain("Monday");
  }

  @Test
  void whatIsNoFormOfOneFileIsRefused() throws Exception {
    String type = "multipart/form-data; boundary=x";
    assertThat(form.post("multipart/form-data", "".getBytes(StandardCharsets.UTF_8)).statusCode())
        .isEqualTo(400);
    HttpResponse<String> none = form.post(type, "--x--\r\n".getBytes(StandardCharsets.UTF_8));
    assertThat(none.statusCode()).as(none.body()).isEqualTo(400);
    assertThat(none.body()).contains("no file");
    assertThat(form.send("x".repeat(1001), new byte[] {65}, null).statusCode()).isEqualTo(400);
    assertThat(form.send("", new byte[] {65}, null).statusCode()).isEqualTo(400);
    assertThat(form.send("", new byte[] {65}, "Named").statusCode()).isEqualTo(202);
    HttpResponse<String> large = form.send("large.txt", new byte[51 << 20]);
    assertThat(large.statusCode()).isEqualTo(413);
    assertRefused(stand.other.client().get(documents).await(), false, 40401);
  }

  private String sent(String name, byte[] content) throws Exception {
    HttpResponse<String> sent = form.send(name, content);
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(202);
    return Json.read(sent.body(), JsonNode.class).get("id").asText();
  }

  private JsonNode atRest(String id) {
    Poll.until(() -> AT_REST.contains(document(id).get("state").asText()));
    return document(id);
  }

  private JsonNode document(String id) {
    return stand.mine.client().get(documents + "/" + id).await().json();
  }

  /** What is found, once a node's index has read on. */
  private JsonNode found(String question, String words) {
    Poll.until(() -> first(question).at("/content").asText().contains(words));
    return first(question);
  }

  private JsonNode first(String question) {
    String asked = URLEncoder.encode(question, StandardCharsets.UTF_8);
    String path = "/chatbots/" + stand.mine.bot() + "/search?q=" + asked;
    return stand.mine.client().get(path).await().json().path(0);
  }

  private void remove(String id) {
    ChatClientReply removed =
        stand.mine.client().send(HttpMethod.DELETE, documents + "/" + id, Map.of(), null).await();
    assertThat(removed.status()).isEqualTo(204);
  }

  /** The smallest that there is, with a table of its parts as readers want it. */
  private static byte[] pdf(String words) {
    String content = "BT /F1 12 Tf 72 720 Td (" + words + ") Tj ET";
    List<String> objects =
        List.of(
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
                + " /Resources << /Font << /F1 5 0 R >> >> >>",
            "<< /Length " + content.length() + " >>\nstream\n" + content + "\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    StringBuilder pdf = new StringBuilder("%PDF-1.4\n");
    StringBuilder table = new StringBuilder("0000000000 65535 f \n");
    for (int i = 0; i < objects.size(); i++) {
      table.append("%010d 00000 n \n".formatted(pdf.length()));
      pdf.append(i + 1).append(" 0 obj\n").append(objects.get(i)).append("\nendobj\n");
    }
    int start = pdf.length();
    pdf.append("xref\n0 6\n").append(table);
    pdf.append("trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n").append(start).append("\n%%EOF\n");
    return pdf.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] noise() {
    byte[] noise = new byte[5000];
    new Random(7).nextBytes(noise);
    return noise;
  }

  private static byte[] zip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : Stream.of("a.txt", "b.txt").toList()) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }
}
