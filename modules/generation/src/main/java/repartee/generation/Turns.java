package repartee.generation;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import repartee.contract.Answer;
import repartee.contract.AnswerBegun;
import repartee.contract.Ask;
import repartee.contract.Author;
import repartee.contract.Chatbot;
import repartee.contract.ChatbotSettings;
import repartee.contract.Language;
import repartee.contract.Matches;
import repartee.contract.MessageState;
import repartee.contract.OpenTurn;
import repartee.contract.Problem;
import repartee.contract.RelatedDoc;
import repartee.contract.Search;
import repartee.contract.StreamHeader;
import repartee.contract.Turn;

/** Answers {@link Ask}: a question becomes durable, finds its passages, and its answer begins. */
final class Turns {
  // The first asker's answer is in memory a moment after it is in the log.
  private static final int LOOKS_FOR_TWIN_MAX = 20;
  private static final int LOOK_FOR_TWIN_MS = 25;

  private final Vertx vertx;
  private final GenerationConfiguration configuration;
  private final String node;
  private final Model model;
  private final LiveAnswers live;
  private final Closing closing;
  private final Set<Writing> writings = new LinkedHashSet<>();
  private final Set<Future<Void>> endings = new LinkedHashSet<>();
  private boolean stopping;

  Turns(
      Vertx vertx,
      GenerationConfiguration configuration,
      String node,
      Model model,
      LiveAnswers live) {
    this.vertx = vertx;
    this.configuration = configuration;
    this.node = node;
    this.model = model;
    this.live = live;
    this.closing = new Closing(vertx);
  }

  Future<AnswerBegun> ask(Ask ask) {
    if (stopping || !live.reserve()) {
      return Future.failedFuture(
          new Problem(Problem.Kind.BUSY, "Too many answers at once. Please ask again soon."));
    }
    Language language =
        ask.language() == null ? LanguageDetector.detect(ask.question()) : ask.language();
    Future<Turn> opened = OpenTurn.ADDRESS.ask(vertx.eventBus(), opening(ask, language));
    Future<Matches> found = Search.ADDRESS.ask(vertx.eventBus(), search(ask, language));
    return opened
        .onFailure(refused -> live.release())
        .compose(
            turn -> turn.begun() ? begin(ask, language, turn, found) : join(ask, turn.answer()));
  }

  /** Ends all answers as they stand and is done when that is stored. */
  Future<Void> stop() {
    stopping = true;
    List.copyOf(writings).forEach(Writing::stop);
    return Future.join(List.copyOf(endings)).mapEmpty();
  }

  /** Tells those who have waited long enough that there is nothing yet. */
  void expireReaders() {
    long now = System.nanoTime();
    writings.forEach(writing -> writing.expireReaders(now));
    live.forget(now);
  }

  private Future<AnswerBegun> begin(Ask ask, Language language, Turn turn, Future<Matches> found) {
    LiveAnswer answer = new LiveAnswer(turn.answer().ref());
    Writing writing = new Writing(answer, live, closing, configuration.answerCharsMax());
    live.add(answer);
    writings.add(writing);
    Future<Void> ended =
        found.transform(
            searched -> {
              if (searched.failed()) {
                Problem problem = Problem.of(searched.cause());
                answer.headless(problem);
                return writing.fail(problem);
              }
              List<RelatedDoc> passages = searched.result().passages();
              answer.headed(header(turn.answer(), passages));
              return writing.write(
                  model,
                  new Prompt(
                      ask.chatbot().settings(),
                      language,
                      ask.question(),
                      passages,
                      turn.history()));
            });
    endings.add(ended);
    ended.onComplete(
        over -> {
          writings.remove(writing);
          endings.remove(ended);
        });
    if (stopping) {
      writing.stop();
    }
    return answer.header().map(header -> new AnswerBegun(answer.ref(), node, header));
  }

  /** The same question under the same key was asked before: its answer is this one's too. */
  private Future<AnswerBegun> join(Ask ask, Answer existing) {
    live.release();
    if (existing.message().state() != MessageState.STREAMING) {
      return Future.succeededFuture(stored(existing));
    }
    if (!existing.node().equals(node)) {
      return Ask.ADDRESS.on(existing.node()).ask(vertx.eventBus(), ask);
    }
    return twin(existing, LOOKS_FOR_TWIN_MAX);
  }

  private Future<AnswerBegun> twin(Answer existing, int looks) {
    LiveAnswer answer = live.find(existing.message().id());
    if (answer != null) {
      return answer.header().map(header -> new AnswerBegun(answer.ref(), node, header));
    }
    return looks == 0
        ? Future.succeededFuture(stored(existing))
        : vertx
            .timer(LOOK_FOR_TWIN_MS, TimeUnit.MILLISECONDS)
            .compose(late -> twin(existing, looks - 1));
  }

  private AnswerBegun stored(Answer answer) {
    // A finished text can be read anywhere; here it stays in memory for a while.
    return new AnswerBegun(answer.ref(), node, answer.header());
  }

  private OpenTurn opening(Ask ask, Language language) {
    Chatbot chatbot = ask.chatbot();
    ChatbotSettings settings = chatbot.settings();
    return new OpenTurn(
        chatbot.id(),
        chatbot.accountId(),
        ask.conversationUid(),
        ask.conversationId(),
        ask.userId(),
        ask.question(),
        language.code(),
        ask.messageKey(),
        new Author(Author.Kind.BOT, chatbot.id().toString(), settings.name()),
        settings.isQaMode(),
        settings.response().memorySize(),
        node);
  }

  private static Search search(Ask ask, Language language) {
    ChatbotSettings.Results wanted = ask.chatbot().settings().documents().results();
    return new Search(
        ask.chatbot().id(), ask.question(), language, wanted.matchCount(), wanted.matchThreshold());
  }

  private static StreamHeader header(Answer answer, List<RelatedDoc> passages) {
    StreamHeader stored = answer.header();
    return new StreamHeader(
        stored.answer(),
        stored.question(),
        passages,
        stored.conversationUid(),
        stored.isQaMode(),
        stored.systemMessage(),
        stored.messageUid(),
        stored.seq(),
        stored.epoch(),
        stored.author(),
        stored.language());
  }
}
