package repartee.contract;

import java.util.UUID;

/**
 * What has become of a question: {@code ANSWERED}, {@code WAITS} or {@code HELD}. Fails with {@code
 * UNKNOWN_CONVERSATION}.
 */
public record FindTurn(UUID chatbotId, UUID conversationUid, UUID questionId) {
  /** Answered by storage. */
  public static final Address<FindTurn, Turn> ADDRESS =
      new Address<>("storage.find-turn", FindTurn.class, Turn.class);
}
