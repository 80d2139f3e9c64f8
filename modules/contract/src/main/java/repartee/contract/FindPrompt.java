package repartee.contract;

import java.util.UUID;

/**
 * What a model was sent for an answer, made again from the log, under the chatbot's settings of
 * now. Fails with {@code UNKNOWN_CONVERSATION} where there is no such answer.
 */
public record FindPrompt(UUID chatbotId, String conversation, UUID answerId) {
  /** Answered by generation. */
  public static final Address<FindPrompt, ModelPrompt> ADDRESS =
      new Address<>("generation.find-prompt", FindPrompt.class, ModelPrompt.class);
}
