package repartee.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import repartee.contract.AddFile;
import repartee.contract.Chatbot;
import repartee.contract.ClaimFile;
import repartee.contract.ClaimedFile;
import repartee.contract.DeleteChatbot;
import repartee.contract.DeleteDocument;
import repartee.contract.Document;
import repartee.contract.DocumentState;
import repartee.contract.FileCame;
import repartee.contract.FileClaim;
import repartee.contract.FindDocument;
import repartee.contract.FindDocuments;
import repartee.contract.FindEmbeddings;
import repartee.contract.HoldFile;
import repartee.contract.PassageMetadata;
import repartee.contract.Problem;
import repartee.contract.ReadFilePart;
import repartee.contract.RefuseFile;
import repartee.contract.ReleaseFile;
import repartee.contract.Sha256;
import repartee.contract.StoreDocument;
import repartee.contract.StoreFilePart;
import repartee.testkit.PostgreSQL;

/** Files that wait, and who may take them in. */
final class FilesTest {
  private House house;
  private Chatbot chatbot;

  @BeforeEach
  void open() {
    house = new House(PostgreSQL.freshDatabase(), "one");
    chatbot = house.chatbot();
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void aFileWaitsIsClaimedAndBecomesTheDocumentThatItPromised() {
    var came = house.watch(FileCame.EVENT);

    Document waiting = add("a.pdf", "one", "two");
    ClaimedFile.File file = claim();

    assertThat(waiting.state()).isEqualTo(DocumentState.WAITING);
    assertThat(waiting.bytes()).isEqualTo(6);
    House.until(() -> came.contains(new FileCame(chatbot.id())));
    assertThat(file).extracting("name", "parts", "tries").containsExactly("a.pdf", 2, 1);
    assertThat(part(file.claim(), 0)).isEqualTo("one");
    assertThat(part(file.claim(), 1)).isEqualTo("two");
    house.ask(HoldFile.ADDRESS, new HoldFile(file.claim(), DocumentState.EMBEDDING, 0.5));
    assertThat(list())
        .extracting(Document::id, Document::state, Document::progress)
        .containsExactly(tuple(waiting.id(), DocumentState.EMBEDDING, 0.5));

    house.ask(StoreDocument.ADDRESS, document("a.pdf", file.claim()));

    assertThat(list())
        .extracting(Document::id, Document::state, Document::source, Document::passages)
        .containsExactly(tuple(waiting.id(), DocumentState.READY, "file", 1));
    assertThat(house.refusal(ReadFilePart.ADDRESS, new ReadFilePart(file.claim(), 0)))
        .isEqualTo(Problem.Kind.OTHER_EPOCH);
    assertThat(claimed()).isNull();
  }

  @Test
  void whoIsLateWithAClaimChangesNothing() {
    add("a.pdf", "old");
    FileClaim old = claim().claim();
    Document again = add("a.pdf", "new");
    FileClaim now = claim().claim();

    assertThat(house.refusal(StoreDocument.ADDRESS, document("a.pdf", old)))
        .isEqualTo(Problem.Kind.OTHER_EPOCH);
    assertThat(house.refusal(RefuseFile.ADDRESS, new RefuseFile(old, "no")))
        .isEqualTo(Problem.Kind.OTHER_EPOCH);
    assertThat(house.refusal(HoldFile.ADDRESS, new HoldFile(old, null, null)))
        .isEqualTo(Problem.Kind.OTHER_EPOCH);
    house.ask(ReleaseFile.ADDRESS, new ReleaseFile(old));

    assertThat(find(again.id()).state()).isEqualTo(DocumentState.READING);
    assertThat(part(now, 0)).isEqualTo("new");
  }

  @Test
  void oneFileIsClaimedOnceHoweverManyAskAtOnce() {
    IntStream.range(0, 4).forEach(i -> add("f" + i, "x"));

    List<Future<ClaimedFile>> claims =
        IntStream.range(0, 20)
            .mapToObj(i -> house.send(ClaimFile.ADDRESS, new ClaimFile(UUID.randomUUID())))
            .toList();
    House.within(Future.all(claims));

    assertThat(
            claims.stream()
                .map(claim -> claim.result().file())
                .filter(Objects::nonNull)
                .map(ClaimedFile.File::name))
        .containsExactlyInAnyOrder("f0", "f1", "f2", "f3");
  }

  @Test
  void whatCannotBeReadFailsWithASentenceUntilItIsSentAnew() {
    Document sent = add("a.pdf", "bad");
    FileClaim claim = claim().claim();

    house.ask(RefuseFile.ADDRESS, new RefuseFile(claim, "It is damaged."));

    assertThat(find(sent.id()))
        .extracting(Document::state, Document::failure)
        .containsExactly(DocumentState.FAILED, "It is damaged.");
    assertThat(claimed()).isNull();
    assertThat(add("a.pdf", "good"))
        .extracting(Document::id, Document::state, Document::failure)
        .containsExactly(sent.id(), DocumentState.WAITING, null);
  }

  @Test
  void aFileThatIsGivenBackCountsAsNotTried() {
    add("a.pdf", "x");
    house.ask(ReleaseFile.ADDRESS, new ReleaseFile(claim().claim()));

    assertThat(claim().tries()).isEqualTo(1);
  }

  @Test
  void aTextOfTheSameNameTakesTheFilesPlace() {
    Document file = add("a", "x");
    FileClaim claim = claim().claim();

    house.ask(StoreDocument.ADDRESS, document("a", null));

    assertThat(list())
        .extracting(Document::id, Document::state, Document::source)
        .containsExactly(tuple(file.id(), DocumentState.READY, "api"));
    assertThat(house.refusal(StoreDocument.ADDRESS, document("a", claim)))
        .isEqualTo(Problem.Kind.OTHER_EPOCH);
  }

  @Test
  void whatAFileReplacesIsThereUntilItIsReadyAndBothGoTogether() {
    house.ask(StoreDocument.ADDRESS, document("a", null));
    Document replacing = add("a", "x");
    FileClaim claim = claim().claim();

    assertThat(list())
        .extracting(Document::id, Document::state, Document::passages)
        .containsExactly(tuple(replacing.id(), DocumentState.READING, 1));
    house.ask(DeleteDocument.ADDRESS, new DeleteDocument(chatbot.id(), replacing.id()));
    assertThat(list()).isEmpty();
    assertThat(house.refusal(StoreDocument.ADDRESS, document("a", claim)))
        .isEqualTo(Problem.Kind.OTHER_EPOCH);
  }

  @Test
  void partsThatAreMissingTooManyFilesAndUnknownChatbotsAreRefused() {
    assertThat(
            house.refusal(AddFile.ADDRESS, new AddFile(chatbot.id(), UUID.randomUUID(), "a", 3, 1)))
        .isEqualTo(Problem.Kind.INVALID);
    assertThat(
            house.refusal(
                AddFile.ADDRESS, new AddFile(UUID.randomUUID(), UUID.randomUUID(), "a", 0, 0)))
        .isEqualTo(Problem.Kind.UNKNOWN_CHATBOT);
    IntStream.range(0, 5).forEach(i -> add("f" + i, "x"));
    assertThat(
            house.refusal(AddFile.ADDRESS, new AddFile(chatbot.id(), UUID.randomUUID(), "g", 0, 0)))
        .isEqualTo(Problem.Kind.BUSY);
    house.ask(DeleteChatbot.ADDRESS, new DeleteChatbot(chatbot.id()));
    assertThat(claimed()).isNull();
  }

  @Test
  void embeddingsOfTheSameWordsAreFoundAgain() {
    house.ask(StoreDocument.ADDRESS, document("a", null));

    assertThat(embeddings("a", "mini")).isEqualTo(Map.of(Sha256.of("passage of a"), "[0.5,0.25]"));
    assertThat(embeddings("a", "other")).isEmpty();
    assertThat(embeddings("b", "mini")).isEmpty();
  }

  private Map<String, String> embeddings(String name, String model) {
    return house
        .ask(
            FindEmbeddings.ADDRESS,
            new FindEmbeddings(
                chatbot.id(),
                name,
                model,
                List.of(Sha256.of("passage of a"), Sha256.of("another"))))
        .byContent();
  }

  private Document add(String name, String... parts) {
    UUID upload = UUID.randomUUID();
    long bytes = 0;
    for (int i = 0; i < parts.length; i++) {
      ByteBuffer content = ByteBuffer.wrap(parts[i].getBytes(StandardCharsets.UTF_8));
      bytes += content.remaining();
      house.ask(StoreFilePart.ADDRESS, new StoreFilePart(upload, i, content));
    }
    return house.ask(AddFile.ADDRESS, new AddFile(chatbot.id(), upload, name, bytes, parts.length));
  }

  private ClaimedFile.File claim() {
    return Objects.requireNonNull(claimed());
  }

  private ClaimedFile.@Nullable File claimed() {
    return house.ask(ClaimFile.ADDRESS, new ClaimFile(UUID.randomUUID())).file();
  }

  private String part(FileClaim claim, int index) {
    return StandardCharsets.UTF_8
        .decode(
            house.ask(ReadFilePart.ADDRESS, new ReadFilePart(claim, index)).content().duplicate())
        .toString();
  }

  private List<Document> list() {
    return house.ask(FindDocuments.ADDRESS, new FindDocuments(chatbot.id())).documents();
  }

  private Document find(UUID id) {
    return house.ask(FindDocument.ADDRESS, new FindDocument(chatbot.id(), id));
  }

  private StoreDocument document(String name, @Nullable FileClaim file) {
    return new StoreDocument(
        chatbot.id(),
        name,
        file == null ? "api" : "file",
        "content",
        "mini",
        List.of(
            new StoreDocument.NewPassage(
                name + "-0",
                "passage of " + name,
                PassageMetadata.ofLines(1, 1).under("Heading", 2),
                "[0.5,0.25]")),
        file,
        null);
  }
}
