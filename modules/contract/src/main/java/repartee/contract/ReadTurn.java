package repartee.contract;

import java.util.UUID;

/**
 * A turn as whoever wrote its answer has it, long after: its question, its answer, and what was
 * said before. Fails with {@code UNKNOWN_CONVERSATION} where there is no such answer.
 */
public record ReadTurn(UUID chatbotId, String conversation, UUID answerId) {
  /** Answered by storage. */
  public static final Address<ReadTurn, Turn> ADDRESS =
      new Address<>("storage.read-turn", ReadTurn.class, Turn.class);
}
