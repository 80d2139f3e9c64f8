package repartee.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.lucene.util.IOUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import repartee.contract.AddDocument;
import repartee.contract.ChatbotChanged;
import repartee.contract.ExplainSearch;
import repartee.contract.ExplainedMatches.ExplainedMatch;
import repartee.contract.Language;
import repartee.contract.Passage;
import repartee.contract.Passages;
import repartee.contract.Problem;
import repartee.contract.RelatedDoc;
import repartee.contract.RemoveDocument;

final class KnowledgeVerticleTest {
  private static final String RETURNS =
      "You can send back any item within 30 days.\nThe refund arrives within five days.";

  @TempDir Path folder;
  private Node node;

  @BeforeEach
  void start() {
    node = Node.start(folder);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void whatWasTaughtIsFoundByTheNextSearch() {
    UUID bot = node.chatbot();

    List<Passage> passages = node.teach(bot, "https://example.org/returns", RETURNS);
    List<RelatedDoc> found = search(bot, "When does the refund arrive?");

    assertThat(passages).hasSize(1);
    Passage passage = passages.getFirst();
    assertThat(passage.name()).isEqualTo("https://example.org/returns-0");
    assertThat(passage.content())
        .isEqualTo("DOCUMENT NAME: https://example.org/returns\n\n---\n\n" + RETURNS);
    assertThat(passage.embedding()).startsWith("[").endsWith("]").contains(",");
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().id()).isEqualTo(passage.id());
    assertThat(found.getFirst().content()).isEqualTo(RETURNS);
    assertThat(found.getFirst().url()).isEqualTo("https://example.org/returns");
    assertThat(found.getFirst().metadata().loc().lines().to()).isEqualTo(2);
    assertThat(found.getFirst().score()).isBetween(0.3, 1.0);
  }

  @Test
  void aReplacedDocumentIsFoundNoMoreByItsOldText() {
    UUID bot = node.chatbot();
    node.teach(bot, "a", "The zebra sleeps in the barn.");

    node.teach(bot, "a", "The walrus swims in the lake.");

    assertThat(search(bot, "zebra barn")).isEmpty();
    assertThat(search(bot, "walrus lake")).hasSize(1);
  }

  @Test
  void aRemovedDocumentIsNotFound() {
    UUID bot = node.chatbot();
    node.teach(bot, "a", "The zebra sleeps in the barn.");

    RemoveDocument.ADDRESS
        .ask(
            node.vertx().eventBus(),
            new RemoveDocument(bot, node.storage().documentNamed(bot, "a")))
        .await();

    assertThat(search(bot, "zebra barn")).isEmpty();
  }

  @Test
  void thresholdAndCountDoWhatTheySay() {
    UUID bot = node.chatbot();
    for (int i = 0; i < 5; i++) {
      node.teach(bot, "d" + i, "Delivery number " + i + " takes three days by courier.");
    }

    assertThat(node.search(bot, "How long takes delivery?", Language.EN, 2, 0)).hasSize(2);
    assertThat(node.search(bot, "How long takes delivery?", Language.EN, 0, 0)).isEmpty();
    assertThat(node.search(bot, "How long takes delivery?", Language.EN, 5, 0.3))
        .isNotEmpty()
        .allMatch(found -> found.score() >= 0.3);
    assertThat(node.search(bot, "Who painted the Mona Lisa?", Language.EN, 5, 0.3)).isEmpty();
  }

  @Test
  void whatSpeaksForEachPassageIsTold() {
    UUID bot = node.chatbot();
    node.teach(bot, "post", "Deliveries take three days by courier.");
    node.teach(bot, "cats", "A cat sleeps for most of the day.");

    List<ExplainedMatch> explained =
        ExplainSearch.ADDRESS
            .ask(
                node.vertx().eventBus(),
                new ExplainSearch(bot, "How long does a delivery take?", Language.EN, 5))
            .await()
            .matches();

    ExplainedMatch first = explained.getFirst();
    assertThat(first.passage().name()).isEqualTo("post");
    assertThat(first.matchedWords()).contains("delivery").doesNotContain("how", "a");
    assertThat(first.words()).isBetween(0.3, 1.0);
    assertThat(explained)
        .hasSize(2)
        .allSatisfy(
            match ->
                assertThat(match.passage().score())
                    .isCloseTo(1 - (1 - match.meaning()) * (1 - match.words()), within(0.000_001)));
    assertThat(explained.get(1).matchedWords()).isEmpty();
  }

  @Test
  void aSearchIsExplainedInTheQuestionsLanguage() {
    UUID bot = node.chatbot();
    node.teach(bot, "de", "Die Häuser sind an Feiertagen geschlossen und nicht zu besichtigen.");

    ExplainedMatch match =
        ExplainSearch.ADDRESS
            .ask(
                node.vertx().eventBus(),
                new ExplainSearch(bot, "Ist das Haus an einem Feiertag offen?", null, 1))
            .await()
            .matches()
            .getFirst();

    assertThat(match.matchedWords()).contains("haus", "feiertag").doesNotContain("das");
  }

  @Test
  void stemsOfTheLanguageAreFound() {
    UUID bot = node.chatbot();
    node.teach(bot, "de", "Die Häuser sind an Feiertagen geschlossen und nicht zu besichtigen.");

    assertThat(node.search(bot, "Haus am Feiertag", Language.DE, 3, 0.5)).hasSize(1);
  }

  @Test
  void aChatbotWithoutDocumentsFindsNothingAndNeedsNoDisk() {
    UUID bot = node.chatbot();

    assertThat(search(bot, "anything?")).isEmpty();
    int read = node.storage().changesRead();
    assertThat(search(bot, "anything?")).isEmpty();

    assertThat(node.storage().changesRead()).isEqualTo(read);
    assertThat(folder.resolve(bot.toString())).doesNotExist();
  }

  @Test
  void aBlankDocumentIsRefused() {
    UUID bot = node.chatbot();

    assertThatThrownBy(() -> node.teach(bot, "a", " \n "))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID));
  }

  @Test
  void anIndexWhoseFolderIsGoneIsBuiltAnew() throws IOException {
    UUID bot = node.chatbot();
    node.teach(bot, "a", RETURNS);
    node.vertx().undeploy(node.deployed()).await();

    IOUtils.rm(folder.resolve(bot.toString()));
    deployAgain();

    assertThat(search(bot, "refund")).hasSize(1);
  }

  @Test
  void aDamagedIndexIsBuiltAnew() throws IOException {
    UUID bot = node.chatbot();
    node.teach(bot, "a", RETURNS);
    node.vertx().undeploy(node.deployed()).await();

    for (Path file : files(bot)) {
      if (file.toString().endsWith(".cfs")) {
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
          damaged.seek(damaged.length() / 2);
          int old = damaged.read();
          damaged.seek(damaged.length() / 2);
          damaged.write(old ^ 0xff);
        }
      }
    }
    deployAgain();

    assertThat(search(bot, "refund")).hasSize(1);
  }

  @Test
  void anIndexThatIsAheadOfTheDatabaseIsBuiltAnew() {
    UUID bot = node.chatbot();
    node.teach(bot, "a", RETURNS);
    node.teach(bot, "b", "The zebra sleeps in the barn.");
    node.vertx().undeploy(node.deployed()).await();

    node.storage().create(bot);
    deployAgain();

    assertThat(search(bot, "zebra")).isEmpty();
  }

  @Test
  void aChatbotThatIsGoneLeavesNoFolder() {
    UUID bot = node.chatbot();
    node.teach(bot, "a", RETURNS);
    assertThat(folder.resolve(bot.toString())).exists();

    node.storage().drop(bot);
    ChatbotChanged.EVENT.publish(node.vertx().eventBus(), new ChatbotChanged(bot));

    eventually(() -> !Files.exists(folder.resolve(bot.toString())));
    assertThat(search(bot, "refund")).isEmpty();
  }

  @Test
  void anotherNodeCatchesUpByTheEvent(@TempDir Path other) {
    UUID bot = node.chatbot();
    node.teach(bot, "a", RETURNS);
    // The second answers every other question: both must know.
    node.vertx()
        .deployVerticle(new KnowledgeVerticle(Node.configuration(other, null, 100, 60_000)))
        .await();
    search(bot, "refund");
    search(bot, "refund");

    node.teach(bot, "b", "The zebra sleeps in the barn.");

    eventually(
        () -> {
          int here = search(bot, "zebra").size();
          int there = search(bot, "zebra").size();
          return here == 1 && there == 1;
        });
  }

  @Test
  void idleIndexesCloseAndOpenAgain() {
    node = node.restart(Node.configuration(folder, null, 1, 200));
    UUID first = node.chatbot();
    UUID second = node.chatbot();
    node.teach(first, "a", RETURNS);
    node.teach(second, "a", "The zebra sleeps in the barn.");
    int read = node.storage().changesRead();

    eventually(
        () -> {
          assertThat(search(first, "refund")).hasSize(1);
          assertThat(search(second, "zebra")).hasSize(1);
          return node.storage().changesRead() > read + 3;
        });
  }

  @Test
  void teachingRemovingAndSearchingAtOnceIsSafe() {
    UUID bot = node.chatbot();
    for (int i = 0; i < 10; i++) {
      node.teach(bot, "old" + i, "Item old" + i + " costs money.");
    }

    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(
          AddDocument.ADDRESS.ask(
              node.vertx().eventBus(),
              AddDocument.ofText(Node.bot(bot), "new" + i, "Item new" + i + " costs money.")));
      all.add(
          RemoveDocument.ADDRESS.ask(
              node.vertx().eventBus(),
              new RemoveDocument(bot, node.storage().documentNamed(bot, "old" + i))));
      assertThat(search(bot, "item money")).isNotEmpty();
    }
    Future.all(all).await();

    assertThat(node.search(bot, "item", Language.EN, 50, 0))
        .extracting(RelatedDoc::name)
        .hasSize(10)
        .allMatch(name -> name.startsWith("new"));
  }

  @Test
  void aShortDocumentDoesNotWaitForTheEndOfALongOne() {
    UUID bot = node.chatbot();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      text.append("The courier of district ").append(i).append(" rings twice at each door.\n");
    }

    Future<Passages> slow = add(bot, "long", text.toString());
    Future<Passages> quick = add(bot, "short", RETURNS);

    assertThat(quick.await().passages()).hasSize(1);
    assertThat(slow.isComplete()).isFalse();
    List<Passage> passages = slow.await().passages();
    assertThat(passages).hasSizeGreaterThan(20);
    for (int i = 0; i < passages.size(); i++) {
      assertThat(passages.get(i).name()).isEqualTo("long-" + i);
    }
    assertThat(passages.getLast().content()).contains("district 399");
    assertThat(search(bot, "refund")).hasSize(1);
  }

  @Test
  void moreDocumentsThanMayWaitAreRefusedAndNoneThatHasBegun() {
    node =
        node.restart(
            new KnowledgeConfiguration(
                folder,
                new KnowledgeConfiguration.Embedding(null, null, null, 10_000),
                1,
                1_000,
                100,
                60_000));
    UUID bot = node.chatbot();
    String text = (RETURNS + "\n").repeat(100);

    Future<Passages> first = add(bot, "first", text);
    Future<Passages> second = add(bot, "second", text);
    Future<Passages> third = add(bot, "third", text);

    assertThatThrownBy(third::await)
        .isInstanceOfSatisfying(
            Problem.class, busy -> assertThat(busy.kind()).isEqualTo(Problem.Kind.BUSY));
    assertThat(first.await().passages()).hasSizeGreaterThan(4);
    assertThat(second.await().passages()).hasSameSizeAs(first.await().passages());
    assertThat(add(bot, "third", text).await().passages()).isNotEmpty();
  }

  private Future<Passages> add(UUID bot, String name, String content) {
    return AddDocument.ADDRESS.ask(
        node.vertx().eventBus(), AddDocument.ofText(Node.bot(bot), name, content));
  }

  private void deployAgain() {
    node =
        new Node(
            node.vertx(),
            node.storage(),
            node.vertx()
                .deployVerticle(
                    new KnowledgeVerticle(Node.configuration(folder, null, 100, 60_000)))
                .await());
  }

  private List<RelatedDoc> search(UUID bot, String question) {
    return node.search(bot, question, Language.EN, 3, 0.3);
  }

  private List<Path> files(UUID bot) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(bot.toString()))) {
      return files.toList();
    }
  }

  private static void eventually(BooleanSupplier fact) {
    long limit = System.nanoTime() + 20_000_000_000L;
    while (!fact.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(limit);
      Thread.onSpinWait();
    }
  }
}
