package repartee.contract;

import java.util.UUID;

/** A bot's message. Fails with {@code UNKNOWN_CONVERSATION}. */
public record FindAnswer(UUID chatbotId, UUID conversationUid, UUID messageId) {
  /** Answered by storage. */
  public static final Address<FindAnswer, Answer> ADDRESS =
      new Address<>("storage.find-answer", FindAnswer.class, Answer.class);
}
