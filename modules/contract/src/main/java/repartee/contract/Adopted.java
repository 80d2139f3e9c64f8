package repartee.contract;

import java.util.List;
import java.util.UUID;

/**
 * What a node took over.
 *
 * @param turns to be written now; their outcome is {@code BEGUN}
 * @param idle conversations in which questions wait and nobody writes: to be asked for with {@link
 *     BeginTurn}
 */
public record Adopted(List<Turn> turns, List<Idle> idle) {
  public Adopted {
    turns = List.copyOf(turns);
    idle = List.copyOf(idle);
  }

  /** A conversation whose next turn nobody has begun. */
  public record Idle(UUID chatbotId, UUID conversationUid) {}
}
