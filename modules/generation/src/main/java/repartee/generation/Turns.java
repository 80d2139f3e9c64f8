package repartee.generation;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import repartee.contract.AnswerBegun;
import repartee.contract.AnswerRef;
import repartee.contract.Ask;
import repartee.contract.Asked;
import repartee.contract.Chatbot;
import repartee.contract.ChatbotSettings;
import repartee.contract.Closed;
import repartee.contract.Language;
import repartee.contract.Matches;
import repartee.contract.MessageState;
import repartee.contract.OpenTurn;
import repartee.contract.Problem;
import repartee.contract.Turn;
import repartee.contract.TurnOrder;

/**
 * Answers {@link Ask}: a question becomes durable, finds its passages, and its answer begins. Where
 * an answer ends and more questions wait, the next turn begins.
 */
final class Turns {
  private final Vertx vertx;
  private final GenerationConfiguration configuration;
  private final String node;
  private final Model model;
  private final LiveAnswers live;
  private final Closing closing;
  private final TakingOver takingOver;
  private final Prompts prompts;
  private final Following following;
  private final NextTurns nextTurns;
  private final Stopping stopping;
  private final Set<Writing> writings = new LinkedHashSet<>();
  private boolean ending;

  Turns(
      Vertx vertx,
      GenerationConfiguration configuration,
      String node,
      Model model,
      LiveAnswers live,
      Arrivals arrivals,
      Following following) {
    this.vertx = vertx;
    this.configuration = configuration;
    this.node = node;
    this.model = model;
    this.live = live;
    this.closing = new Closing(vertx);
    this.takingOver = new TakingOver(vertx);
    this.prompts = new Prompts(vertx.eventBus());
    this.following = following;
    this.nextTurns = new NextTurns(vertx.eventBus(), node, live, this::begin);
    this.stopping = new Stopping(vertx.eventBus(), node, live, arrivals, takingOver, nextTurns);
  }

  Stopping stopping() {
    return stopping;
  }

  NextTurns nextTurns() {
    return nextTurns;
  }

  Future<Asked> ask(Ask ask) {
    if (ending || !live.reserve()) {
      return Future.failedFuture(
          new Problem(Problem.Kind.BUSY, "Too many answers at once. Please ask again soon."));
    }
    Language language =
        ask.language() == null ? LanguageDetector.detect(ask.question()) : ask.language();
    // Mostly the question is answered at once; where it is not, nobody looks at what is found. It
    // is searched for first: that takes longest.
    Future<Matches> found = prompts.search(ask.chatbot(), ask.question(), language);
    Future<Turn> opened = OpenTurn.ADDRESS.ask(vertx.eventBus(), opening(ask, language));
    return opened
        .onFailure(refused -> live.release())
        .compose(
            turn ->
                turn.outcome() == Turn.Outcome.BEGUN
                    ? begin(turn, found.map(passages -> Prompts.of(ask.chatbot(), turn, passages)))
                        .map(begun -> Following.answered(turn, begun))
                    : notBegun(ask, turn));
  }

  /** Writes an answer whose place is taken; so is the place for it here, which it gives back. */
  Future<AnswerBegun> begin(Turn turn, Future<Prompt> prompt) {
    Writing writing =
        new Writing(
            vertx.getOrCreateContext(),
            Objects.requireNonNull(turn.answer()),
            closing,
            takingOver,
            configuration.answerCharsMax());
    LiveAnswer answer = writing.answer();
    live.add(writing);
    writings.add(writing);
    writing.over().onComplete(over -> ended(writing, over));
    writing.write(model, prompt);
    if (ending) {
      writing.stop(MessageState.INTERRUPTED);
    }
    return answer.header().map(header -> new AnswerBegun(answer.ref(), node, header));
  }

  /** Ends all answers as they stand and is done when that is stored. */
  Future<Void> stop() {
    ending = true;
    return Future.join(
            List.copyOf(writings).stream()
                .map(writing -> writing.stop(MessageState.INTERRUPTED))
                .toList())
        .mapEmpty();
  }

  /** Nothing is written by this instance. */
  boolean isIdle() {
    return writings.isEmpty();
  }

  /** Writes no more of what others write now; the result is how many that were. */
  int abandon() {
    ending = true;
    List<Writing> left = List.copyOf(writings);
    left.forEach(Writing::lost);
    return left.size();
  }

  /** Tells those who have waited long enough that there is nothing yet. */
  void expireReaders() {
    long now = System.nanoTime();
    writings.forEach(writing -> writing.answer().expire(now));
    live.forget(now);
  }

  private void begin(Chatbot chatbot, Turn turn) {
    begin(turn, prompts.find(chatbot, turn));
  }

  private Future<Asked> notBegun(Ask ask, Turn turn) {
    live.release();
    if (turn.outcome() == Turn.Outcome.WAITS
        && ask.chatbot().settings().turns() == TurnOrder.INTERRUPT) {
      stopping.interrupt(turn);
    }
    return following.of(turn);
  }

  private void ended(Writing writing, AsyncResult<Closed> over) {
    live.release();
    live.over(writing);
    writings.remove(writing);
    if (!ending && over.succeeded() && over.result().moreWait()) {
      AnswerRef ref = writing.answer().ref();
      nextTurns.begin(ref.chatbotId(), ref.conversationUid());
    }
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
        ask.admitted(),
        NextTurns.bot(chatbot),
        settings.isQaMode(),
        settings.response().memorySize(),
        configuration.turnsWaitingMax(),
        node,
        ask.visitor());
  }
}
