package repartee.generation;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.util.Objects;
import repartee.contract.AnswerBegun;
import repartee.contract.Asked;
import repartee.contract.FindTurn;
import repartee.contract.FollowQuestion;
import repartee.contract.Message;
import repartee.contract.StreamHeader;
import repartee.contract.Turn;

/** Answers {@link FollowQuestion}: what has become of a question by now. */
final class Following {
  private final EventBus bus;
  private final OpenReadings openReadings;

  Following(EventBus bus, OpenReadings openReadings) {
    this.bus = bus;
    this.openReadings = openReadings;
  }

  Future<Asked> follow(FollowQuestion wanted) {
    return FindTurn.ADDRESS
        .ask(bus, new FindTurn(wanted.chatbotId(), wanted.conversationUid(), wanted.questionId()))
        .compose(this::of);
  }

  /** Of a question that nobody here begins to answer now. */
  Future<Asked> of(Turn turn) {
    return switch (turn.outcome()) {
      case BEGUN, ANSWERED ->
          openReadings
              .of(Objects.requireNonNull(turn.answer()))
              .map(begun -> answered(turn, begun));
      case WAITS -> {
        Message question = turn.question().message();
        yield Future.succeededFuture(
            new Asked(question.conversationUid(), question.id(), null, null, turn.revision()));
      }
      case HELD -> {
        Message question = turn.question().message();
        StreamHeader header =
            Headers.held(turn.question(), Notices.held(turn.question(), turn.heldBy()));
        yield Future.succeededFuture(
            new Asked(question.conversationUid(), question.id(), null, header, turn.revision()));
      }
    };
  }

  static Asked answered(Turn turn, AnswerBegun begun) {
    Message question = turn.question().message();
    return new Asked(question.conversationUid(), question.id(), begun, null, turn.revision());
  }
}
