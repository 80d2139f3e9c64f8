package repartee.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import repartee.contract.Changes;
import repartee.contract.Chatbot;
import repartee.contract.DeleteDocument;
import repartee.contract.Document;
import repartee.contract.FindDocument;
import repartee.contract.FindDocuments;
import repartee.contract.FindPassages;
import repartee.contract.KnowledgeGrew;
import repartee.contract.Passage;
import repartee.contract.PassageMetadata;
import repartee.contract.Problem;
import repartee.contract.ReadChanges;
import repartee.contract.ReadPassages;
import repartee.contract.StoreDocument;
import repartee.contract.StoredDocument;
import repartee.testkit.PostgreSQL;

class KnowledgeTest {
  private static House house;

  @BeforeAll
  static void open() {
    house = new House(PostgreSQL.freshDatabase(), "one");
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void aDocumentComesBackAsItWasStored() {
    Chatbot chatbot = house.chatbot();

    StoredDocument stored = house.ask(StoreDocument.ADDRESS, document(chatbot, "große.md", 1200));

    UUID id = stored.document().id();
    assertThat(stored.document().bytes()).isEqualTo("content of große.md".length() + 1L);
    assertThat(stored.document().passages()).isEqualTo(1200);
    assertThat(house.ask(FindDocument.ADDRESS, new FindDocument(chatbot.id(), id)))
        .isEqualTo(stored.document());
    var read = house.ask(ReadPassages.ADDRESS, new ReadPassages(chatbot.id(), id, 0, 5000));
    assertThat(read.documentName()).isEqualTo("große.md");
    assertThat(read.embeddingModel()).isEqualTo("mini");
    assertThat(read.passages()).isEqualTo(stored.passages());
    assertThat(
            house.ask(ReadPassages.ADDRESS, new ReadPassages(chatbot.id(), id, 1190, 5)).passages())
        .isEqualTo(stored.passages().subList(1190, 1195));
  }

  @Test
  void passagesAreFoundInTheOrderOfTheirIdsAndTheGoneAreLeftOut() {
    Chatbot chatbot = house.chatbot();
    List<Passage> passages = house.ask(StoreDocument.ADDRESS, document(chatbot, "a", 3)).passages();
    List<UUID> ids = List.of(passages.get(2).id(), UUID.randomUUID(), passages.get(0).id());

    var found = house.ask(FindPassages.ADDRESS, new FindPassages(chatbot.id(), ids));

    assertThat(found.passages()).containsExactly(passages.get(2), passages.get(0));
  }

  @Test
  void theSameNameReplacesTheDocumentAndKeepsItsId() {
    Chatbot chatbot = house.chatbot();
    StoredDocument first = house.ask(StoreDocument.ADDRESS, document(chatbot, "a", 5));

    StoredDocument second = house.ask(StoreDocument.ADDRESS, document(chatbot, "a", 2));

    UUID id = first.document().id();
    assertThat(second.document().id()).isEqualTo(id);
    assertThat(second.revision()).isEqualTo(first.revision() + 1);
    assertThat(house.ask(ReadPassages.ADDRESS, new ReadPassages(chatbot.id(), id, 0, 9)).passages())
        .isEqualTo(second.passages());
    assertThat(house.ask(FindDocuments.ADDRESS, new FindDocuments(chatbot.id())).documents())
        .extracting(Document::passages)
        .containsExactly(2);
  }

  @Test
  void changesTellWhatWasTaughtAndForgottenInOrder() {
    Chatbot chatbot = house.chatbot();
    UUID a = house.ask(StoreDocument.ADDRESS, document(chatbot, "a", 1)).document().id();
    UUID b = house.ask(StoreDocument.ADDRESS, document(chatbot, "b", 1)).document().id();
    house.ask(DeleteDocument.ADDRESS, new DeleteDocument(chatbot.id(), a));
    house.ask(StoreDocument.ADDRESS, document(chatbot, "b", 2));

    assertThat(changes(chatbot, 0, 10))
        .isEqualTo(
            new Changes(
                List.of(new Changes.Change(3, a, true), new Changes.Change(4, b, false)), 4));
    assertThat(changes(chatbot, 0, 1).changes()).hasSize(1);
    assertThat(changes(chatbot, 4, 10)).isEqualTo(new Changes(List.of(), 4));
    assertThat(house.ask(ReadChanges.ADDRESS, new ReadChanges(UUID.randomUUID(), 0, 10)))
        .isEqualTo(new Changes(List.of(), 0));
  }

  @Test
  void whatIsTaughtAtOnceTakesRevisionsWithoutGaps() {
    Chatbot chatbot = house.chatbot();
    var told = house.watch(KnowledgeGrew.EVENT);

    List<Future<StoredDocument>> stored =
        IntStream.range(0, 30)
            .mapToObj(i -> house.send(StoreDocument.ADDRESS, document(chatbot, "d" + i, 3)))
            .toList();
    House.within(Future.all(stored));

    assertThat(changes(chatbot, 0, 100).changes())
        .extracting(Changes.Change::revision)
        .isEqualTo(IntStream.rangeClosed(1, 30).mapToObj(Long::valueOf).toList());
    House.until(() -> told.contains(new KnowledgeGrew(chatbot.id(), 30)));
  }

  @Test
  void whatIsNotThereIsRefused() {
    Chatbot chatbot = house.chatbot();
    StoreDocument nowhere =
        new StoreDocument(UUID.randomUUID(), "a", "api", "text", "mini", List.of(), null, null);

    assertThat(house.refusal(StoreDocument.ADDRESS, nowhere))
        .isEqualTo(Problem.Kind.UNKNOWN_CHATBOT);
    assertThat(
            house.refusal(
                DeleteDocument.ADDRESS, new DeleteDocument(chatbot.id(), UUID.randomUUID())))
        .isEqualTo(Problem.Kind.UNKNOWN_PATH);
    assertThat(changes(chatbot, 0, 10).revision()).isZero();
  }

  private static Changes changes(Chatbot chatbot, long after, int limit) {
    return house.ask(ReadChanges.ADDRESS, new ReadChanges(chatbot.id(), after, limit));
  }

  private static StoreDocument document(Chatbot chatbot, String name, int passages) {
    return new StoreDocument(
        chatbot.id(),
        name,
        "api",
        "content of " + name,
        "mini",
        IntStream.range(0, passages)
            .mapToObj(
                i ->
                    new StoreDocument.NewPassage(
                        name + "-" + i,
                        "passage " + i,
                        PassageMetadata.ofLines(i + 1, i + 2),
                        "[0.005706016,-0.014266768,0." + (i + 10) + "1]"))
            .toList(),
        null,
        null);
  }
}
