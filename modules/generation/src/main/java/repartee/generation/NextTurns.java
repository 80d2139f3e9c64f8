package repartee.generation;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.Author;
import repartee.contract.BeginTurn;
import repartee.contract.Chatbot;
import repartee.contract.FindChatbot;
import repartee.contract.NextTurn;
import repartee.contract.Turn;

/**
 * Begins the next turn of a conversation in which questions wait. What cannot be begun now, since
 * all places are taken or the storage is away, is found again by adoption, here or on another node.
 */
final class NextTurns {
  private static final Logger log = LoggerFactory.getLogger(NextTurns.class);

  private final EventBus bus;
  private final String node;
  private final LiveAnswers live;
  private final BiConsumer<Chatbot, Turn> writer;

  /** {@code writer} gives back the place that is taken here. */
  NextTurns(EventBus bus, String node, LiveAnswers live, BiConsumer<Chatbot, Turn> writer) {
    this.bus = bus;
    this.node = node;
    this.live = live;
    this.writer = writer;
  }

  static Author bot(Chatbot chatbot) {
    return new Author(Author.Kind.BOT, chatbot.id().toString(), chatbot.settings().name());
  }

  void begin(UUID chatbotId, UUID conversationUid) {
    if (!live.reserve()) {
      return;
    }
    FindChatbot.ADDRESS
        .ask(bus, new FindChatbot(chatbotId))
        .compose(chatbot -> begin(chatbot, conversationUid))
        .onFailure(
            cause -> {
              live.release();
              log.debug("no next turn conversation={}", conversationUid, cause);
            });
  }

  private Future<NextTurn> begin(Chatbot chatbot, UUID conversationUid) {
    return BeginTurn.ADDRESS
        .ask(
            bus,
            new BeginTurn(
                chatbot.id(),
                conversationUid,
                bot(chatbot),
                chatbot.settings().isQaMode(),
                chatbot.settings().response().memorySize(),
                chatbot.settings().turns(),
                node))
        .onSuccess(
            next -> {
              Turn turn = next.turn();
              if (turn == null) {
                live.release();
              } else {
                writer.accept(chatbot, turn);
              }
            });
  }
}
