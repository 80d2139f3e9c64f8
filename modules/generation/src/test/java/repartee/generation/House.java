package repartee.generation;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import repartee.contract.Answer;
import repartee.contract.AnswerBegun;
import repartee.contract.AnswerPiece;
import repartee.contract.Ask;
import repartee.contract.Author;
import repartee.contract.BusCodec;
import repartee.contract.Chatbot;
import repartee.contract.ChatbotSettings;
import repartee.contract.CloseTurn;
import repartee.contract.Done;
import repartee.contract.FindAnswer;
import repartee.contract.Language;
import repartee.contract.Matches;
import repartee.contract.Message;
import repartee.contract.MessageState;
import repartee.contract.OpenTurn;
import repartee.contract.PassageMetadata;
import repartee.contract.Problem;
import repartee.contract.ReadAnswer;
import repartee.contract.RelatedDoc;
import repartee.contract.Search;
import repartee.contract.Turn;

/** A bus on which generation runs, with a log and a knowledge that live in memory. */
final class House implements AutoCloseable {
  static final String NODE = "n1";

  final Vertx vertx = Vertx.vertx();
  final Map<UUID, Answer> log = new ConcurrentHashMap<>();
  final Map<String, UUID> keys = new ConcurrentHashMap<>();
  final List<OpenTurn> opened = new CopyOnWriteArrayList<>();
  final List<CloseTurn> closed = new CopyOnWriteArrayList<>();
  final List<Search> searched = new CopyOnWriteArrayList<>();
  final List<RelatedDoc> passages = new CopyOnWriteArrayList<>();
  final List<Turn.Earlier> history = new CopyOnWriteArrayList<>();
  final AtomicReference<@Nullable Problem> searchProblem = new AtomicReference<>();
  final AtomicReference<Function<CloseTurn, Future<Done>>> closing = new AtomicReference<>();
  boolean isQaMode = true;
  boolean stream = true;
  String persona = "You are the parrot of the harbour.\n  Say  \"ahoy\".";
  String deployment = "";

  static GenerationConfiguration extractive() {
    return new GenerationConfiguration(null, 2_000, 20_000, 4_000, 300, 60_000);
  }

  static GenerationConfiguration asking(String url) {
    return new GenerationConfiguration(
        new GenerationConfiguration.Model(url, "fake", "sk-secret", 2_000, 2_000, 2_000, 50, 10),
        2_000,
        20_000,
        4_000,
        300,
        60_000);
  }

  House() {
    BusCodec.install(vertx.eventBus());
    closing.set(this::store);
    OpenTurn.ADDRESS.serve(vertx.eventBus(), this::open).await();
    CloseTurn.ADDRESS
        .serve(vertx.eventBus(), turn -> Objects.requireNonNull(closing.get()).apply(turn))
        .await();
    FindAnswer.ADDRESS.serve(vertx.eventBus(), this::find).await();
    Search.ADDRESS.serve(vertx.eventBus(), this::search).await();
  }

  House run(GenerationConfiguration configuration) {
    deployment =
        vertx
            .deployVerticle(
                () -> new GenerationVerticle(configuration, NODE),
                new DeploymentOptions().setInstances(2))
            .await();
    return this;
  }

  @Override
  public void close() {
    vertx.close().await();
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
            isQaMode),
        Instant.EPOCH,
        Instant.EPOCH);
  }

  Future<AnswerBegun> asking(String question, @Nullable Language language, @Nullable String key) {
    return Ask.ADDRESS.ask(
        vertx.eventBus(), new Ask(chatbot(), null, "c1", "u1", question, language, key));
  }

  AnswerBegun ask(String question) {
    return asking(question, null, null).await();
  }

  Future<AnswerPiece> reading(AnswerBegun begun, int from) {
    return ReadAnswer.ADDRESS
        .on(begun.node())
        .ask(vertx.eventBus(), new ReadAnswer(begun.answer(), from));
  }

  /** All that is said, and how it ended. */
  AnswerPiece readAll(AnswerBegun begun) {
    StringBuilder text = new StringBuilder();
    while (true) {
      AnswerPiece piece = reading(begun, text.length()).await();
      text.append(piece.text());
      if (piece.state() != MessageState.STREAMING) {
        return new AnswerPiece(text.toString(), piece.state(), piece.failure());
      }
    }
  }

  Future<Done> store(CloseTurn turn) {
    Answer answer = log.get(turn.answer().messageId());
    if (answer == null || answer.message().epoch() != turn.answer().epoch()) {
      return Future.failedFuture(new Problem(Problem.Kind.OTHER_EPOCH, "Begun anew."));
    }
    Message old = answer.message();
    closed.add(turn);
    log.put(
        old.id(),
        new Answer(
            answer.chatbotId(),
            message(old.id(), old.epoch(), turn.content(), turn.state(), turn.relatedDocs()),
            answer.question(),
            answer.isQaMode(),
            "",
            answer.node(),
            turn.failure()));
    return Future.succeededFuture(new Done());
  }

  /** As another node does that adopts an answer. */
  void beginAnew(UUID messageId) {
    log.computeIfPresent(
        messageId,
        (id, old) ->
            new Answer(
                old.chatbotId(),
                message(id, 2, "", MessageState.STREAMING, List.of()),
                old.question(),
                old.isQaMode(),
                "",
                "n2",
                null));
  }

  static Message message(
      UUID id, int epoch, String content, MessageState state, List<RelatedDoc> related) {
    return new Message(
        id,
        "c1",
        UUID.nameUUIDFromBytes(new byte[] {3}),
        2,
        epoch,
        new Author(Author.Kind.BOT, "b", "Polly"),
        content,
        state,
        related,
        "en",
        null,
        null,
        Instant.now(),
        Instant.now());
  }

  private Future<Turn> open(OpenTurn turn) {
    String key = turn.messageKey();
    UUID known = key == null ? null : keys.get(key);
    if (known != null) {
      return Future.succeededFuture(
          new Turn(false, Objects.requireNonNull(log.get(known)), List.of()));
    }
    opened.add(turn);
    UUID id = UUID.randomUUID();
    Answer answer =
        new Answer(
            turn.chatbotId(),
            message(id, 1, "", MessageState.STREAMING, List.of()),
            turn.question(),
            turn.isQaMode(),
            "",
            turn.node(),
            null);
    log.put(id, answer);
    if (key != null) {
      keys.put(key, id);
    }
    return Future.succeededFuture(new Turn(true, answer, List.copyOf(history)));
  }

  private Future<Answer> find(FindAnswer wanted) {
    Answer answer = log.get(wanted.messageId());
    return answer == null
        ? Future.failedFuture(new Problem(Problem.Kind.UNKNOWN_CONVERSATION, "No such message."))
        : Future.succeededFuture(answer);
  }

  private Future<Matches> search(Search search) {
    searched.add(search);
    Problem problem = searchProblem.get();
    return problem == null
        ? Future.succeededFuture(new Matches(List.copyOf(passages)))
        : Future.failedFuture(problem);
  }
}
