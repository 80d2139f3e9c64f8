package repartee.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import repartee.contract.Document;
import repartee.contract.DocumentState;

/** The list of documents, page by page. */
final class DocumentsTest {
  private final House house = new House();
  private final String all = "/chatbots/" + house.bot.id() + "/documents";

  @AfterEach
  void close() {
    house.close();
  }

  private void has(int documents) {
    house.documents = IntStream.range(0, documents).mapToObj(DocumentsTest::document).toList();
  }

  private static Document document(int number) {
    return new Document(
        UUID.randomUUID(),
        "https://a.example/%04d?x=ü".formatted(number),
        "api",
        DocumentState.READY,
        null,
        null,
        1,
        1,
        House.TIME,
        House.TIME);
  }

  private List<String> names(String query) {
    return StreamSupport.stream(house.client().get(all + query).await().json().spliterator(), false)
        .map(document -> document.get("name").asText())
        .toList();
  }

  @Test
  void aSmallListIsWhole() {
    has(200);

    assertThat(names("")).hasSize(200);
    has(0);
    assertThat(names("")).isEmpty();
  }

  @Test
  void aLongListIsReadByItsLastNameOrId() {
    has(450);
    List<String> names = house.documents.stream().map(Document::name).toList();

    assertThat(names("")).isEqualTo(names.subList(0, 200));
    String name = URLEncoder.encode(names.get(199), UTF_8);
    assertThat(names("?limit=7&after=" + name)).isEqualTo(names.subList(200, 207));
    assertThat(names("?after=" + house.documents.get(399).id())).isEqualTo(names.subList(400, 450));
    assertThat(names("?after=" + house.documents.getLast().id())).isEmpty();
  }

  @Test
  void aPlaceThatIsNoneIsNamed() {
    has(3);

    for (String query : List.of("?after=x", "?after=", "?limit=0", "?limit=201", "?limit=a")) {
      assertThat(house.client().get(all + query).await().status()).as(query).isEqualTo(400);
    }
  }
}
