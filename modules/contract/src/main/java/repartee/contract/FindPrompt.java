package repartee.contract;

import java.util.UUID;

/**
 * What a model is told for an answer: the passages and the history of then, under the chatbot's
 * settings of now. Fails with {@code UNKNOWN_CONVERSATION} where there is no such answer.
 */
public record FindPrompt(UUID chatbotId, String conversation, UUID answerId) {
  /** Answered by generation. */
  public static final Address<FindPrompt, ModelPrompt> ADDRESS =
      new Address<>("generation.find-prompt", FindPrompt.class, ModelPrompt.class);
}
