package repartee.contract;

import java.util.UUID;

/**
 * Takes the place of the next answer where questions wait and no answer runs: for the first of
 * them, or for all together, as the order says.
 *
 * @param node which process will write the answer
 */
public record BeginTurn(
    UUID chatbotId,
    UUID conversationUid,
    Author bot,
    boolean isQaMode,
    int memorySize,
    TurnOrder order,
    String node) {
  /** Answered by storage. */
  public static final Address<BeginTurn, NextTurn> ADDRESS =
      new Address<>("storage.begin-turn", BeginTurn.class, NextTurn.class);
}
