package repartee.generation;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import repartee.contract.Address;
import repartee.contract.AdoptAnswers;
import repartee.contract.AnswerBegun;
import repartee.contract.AnswerPiece;
import repartee.contract.AnswerRef;
import repartee.contract.Ask;
import repartee.contract.Asked;
import repartee.contract.Author;
import repartee.contract.BeginTurn;
import repartee.contract.BusCodec;
import repartee.contract.Chatbot;
import repartee.contract.ChatbotSettings;
import repartee.contract.CloseTurn;
import repartee.contract.Closed;
import repartee.contract.Conversation;
import repartee.contract.FindChatbot;
import repartee.contract.FindEntry;
import repartee.contract.FindRunning;
import repartee.contract.FindTurn;
import repartee.contract.Language;
import repartee.contract.Matches;
import repartee.contract.MessageState;
import repartee.contract.OpenTurn;
import repartee.contract.PassageMetadata;
import repartee.contract.Problem;
import repartee.contract.ReadAnswer;
import repartee.contract.RelatedDoc;
import repartee.contract.SaveProgress;
import repartee.contract.Search;
import repartee.contract.TakeOver;
import repartee.contract.TurnOrder;

/** A bus on which generation runs, with a log and a knowledge that live in memory. */
final class House implements AutoCloseable {
  static final String NODE = "n1";
  static final Author ANN = new Author(Author.Kind.AGENT, "client:ann", "Ann");

  final Vertx vertx = Vertx.vertx();
  final EventBus bus = vertx.eventBus();
  final HouseLog log = new HouseLog();
  final HandModel hand = new HandModel(vertx);
  final List<OpenTurn> opened = new CopyOnWriteArrayList<>();
  final List<BeginTurn> begun = new CopyOnWriteArrayList<>();
  final List<CloseTurn> closed = new CopyOnWriteArrayList<>();
  final List<SaveProgress> saved = new CopyOnWriteArrayList<>();
  final List<AdoptAnswers> adopting = new CopyOnWriteArrayList<>();
  final List<FindEntry> found = new CopyOnWriteArrayList<>();
  final List<Search> searched = new CopyOnWriteArrayList<>();
  final List<RelatedDoc> passages = new CopyOnWriteArrayList<>();
  final AtomicReference<Function<Search, Future<Matches>>> searching = new AtomicReference<>();
  final AtomicReference<Function<CloseTurn, Future<Closed>>> closing = new AtomicReference<>();
  final AtomicReference<Function<TakeOver, Future<Conversation>>> taking = new AtomicReference<>();
  boolean isQaMode = true;
  boolean stream = true;
  boolean deleted;
  TurnOrder turns = TurnOrder.QUEUE;
  String persona = "You are the parrot of the harbour.\n  Say  \"ahoy\".";
  String deployment = "";

  static GenerationConfiguration extractive() {
    return small(2_000);
  }

  static GenerationConfiguration small(int liveAnswersMax) {
    return configuration(null, liveAnswersMax);
  }

  static GenerationConfiguration asking(String url) {
    return configuration(
        new GenerationConfiguration.Model(url, "fake", "sk-secret", 2_000, 2_000, 2_000, 50, 10),
        2_000);
  }

  private static GenerationConfiguration configuration(
      GenerationConfiguration.@Nullable Model model, int liveAnswersMax) {
    return new GenerationConfiguration(
        model, liveAnswersMax, 20_000, 4_000, 300, 60_000, 1_000_000, 20, 3, 20, 60_000, 2, 0);
  }

  House() {
    BusCodec.install(bus);
    closing.set(this::store);
    taking.set(this::take);
    searching.set(search -> Future.succeededFuture(new Matches(List.copyOf(passages))));
    serve(OpenTurn.ADDRESS, opened, log::open);
    serve(BeginTurn.ADDRESS, begun, log::begin);
    serve(SaveProgress.ADDRESS, saved, log::save);
    serve(AdoptAnswers.ADDRESS, adopting, log::adopt);
    serve(FindEntry.ADDRESS, found, log::find);
    serve(FindTurn.ADDRESS, new CopyOnWriteArrayList<>(), log::find);
    serve(FindRunning.ADDRESS, new CopyOnWriteArrayList<>(), log::find);
    serve(FindChatbot.ADDRESS, new CopyOnWriteArrayList<>(), this::find);
    CloseTurn.ADDRESS.serve(bus, turn -> Objects.requireNonNull(closing.get()).apply(turn)).await();
    TakeOver.ADDRESS
        .serve(bus, wanted -> Objects.requireNonNull(taking.get()).apply(wanted))
        .await();
    Search.ADDRESS
        .serve(
            bus,
            search -> {
              searched.add(search);
              return Objects.requireNonNull(searching.get()).apply(search);
            })
        .await();
  }

  private <Q extends Record, A extends Record> void serve(
      Address<Q, A> address, List<Q> remembered, Function<Q, A> answerer) {
    address
        .serve(
            bus,
            asked -> {
              remembered.add(asked);
              return Future.succeededFuture(answerer.apply(asked));
            })
        .await();
  }

  House run(GenerationConfiguration configuration) {
    deployment = deploy(() -> new GenerationVerticle(configuration, NODE));
    return this;
  }

  /** With a model that says what the test lets it say. */
  House runByHand() {
    return runByHand(NODE, 2_000);
  }

  House runByHand(String node, int liveAnswersMax) {
    deployment = deploy(() -> new GenerationVerticle(small(liveAnswersMax), node, vertx -> hand));
    return this;
  }

  private String deploy(Supplier<GenerationVerticle> verticle) {
    return vertx.deployVerticle(verticle, new DeploymentOptions().setInstances(2)).await();
  }

  @Override
  public void close() {
    vertx.close().await();
  }

  static void eventually(BooleanSupplier fact) {
    try {
      for (int i = 0; i < 500 && !fact.getAsBoolean(); i++) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
    Assertions.assertThat(fact.getAsBoolean()).isTrue();
  }

  static void assertKind(Future<?> asked, Problem.Kind kind) {
    Assertions.assertThatThrownBy(asked::await)
        .isInstanceOfSatisfying(
            Problem.class, problem -> Assertions.assertThat(problem.kind()).isEqualTo(kind));
  }

  RelatedDoc passage(String name, String content, double score, int line) {
    RelatedDoc passage =
        new RelatedDoc(
            UUID.randomUUID(), name, content, score, null, PassageMetadata.ofLines(line, line + 9));
    passages.add(passage);
    return passage;
  }

  Chatbot chatbot() {
    return new Chatbot(
        UUID.nameUUIDFromBytes(new byte[] {1}),
        UUID.nameUUIDFromBytes(new byte[] {2}),
        new ChatbotSettings(
            "Polly",
            new ChatbotSettings.Response(1, 0.9, stream, 200, 6, 0.7, persona, 0.1, 0.2),
            new ChatbotSettings.Restrictions(List.of(), List.of()),
            new ChatbotSettings.DocumentSettings(
                new ChatbotSettings.Results(3, 0.5), new ChatbotSettings.TextSplitter(1_000, 200)),
            isQaMode,
            turns),
        Instant.EPOCH,
        Instant.EPOCH);
  }

  /** In a conversation of its own. */
  Future<AnswerBegun> asking(String question, @Nullable Language language, @Nullable String key) {
    return asking(null, question, language, key)
        .map(asked -> Objects.requireNonNull(asked.begun(), "not begun"));
  }

  Future<Asked> asking(
      @Nullable String conversation,
      String question,
      @Nullable Language language,
      @Nullable String key) {
    return Ask.ADDRESS.ask(
        bus, new Ask(chatbot(), null, conversation, "u1", question, language, key, true, null));
  }

  AnswerBegun ask(String question) {
    return asking(question, null, null).await();
  }

  Asked ask(String conversation, String question) {
    return asking(conversation, question, null, null).await();
  }

  /** Asked, and the model is about to answer. */
  AnswerBegun begin(String conversation, String question) {
    AnswerBegun begins = Objects.requireNonNull(ask(conversation, question).begun());
    eventually(() -> hand.knows(question));
    return begins;
  }

  Future<AnswerPiece> reading(AnswerBegun of, int from) {
    return ReadAnswer.ADDRESS.on(of.node()).ask(bus, new ReadAnswer(of.answer(), from));
  }

  /** All that is said, and how it ended. */
  AnswerPiece readAll(AnswerBegun of) {
    StringBuilder text = new StringBuilder();
    while (true) {
      AnswerPiece piece = reading(of, text.length()).await();
      text.append(piece.text());
      if (piece.state() != MessageState.STREAMING) {
        return new AnswerPiece(text.toString(), piece.state(), piece.failure());
      }
    }
  }

  /** All that is said behind what was read before, once it is over. */
  Future<String> readingOn(AnswerBegun of, String before) {
    return reading(of, before.length())
        .compose(
            piece ->
                piece.state() == MessageState.STREAMING
                    ? readingOn(of, before + piece.text())
                    : Future.succeededFuture(before + piece.text()));
  }

  /** Reads until so much was said. */
  String readUntil(AnswerBegun of, int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(reading(of, text.length()).await().text());
    }
    return text.toString();
  }

  Future<Closed> store(CloseTurn turn) {
    return Future.succeededFuture(turn).map(log::close).onSuccess(done -> closed.add(turn));
  }

  Future<Conversation> take(TakeOver wanted) {
    return Future.succeededFuture(wanted).map(log::take);
  }

  static AnswerRef earlier(AnswerRef ref) {
    return new AnswerRef(
        ref.chatbotId(), ref.conversationUid(), ref.seq(), ref.messageId(), ref.epoch() - 1);
  }

  private Chatbot find(FindChatbot wanted) {
    if (deleted) {
      throw new Problem(Problem.Kind.UNKNOWN_CHATBOT, "There is no such chatbot.");
    }
    return chatbot();
  }
}
