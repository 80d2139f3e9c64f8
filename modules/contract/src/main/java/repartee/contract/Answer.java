package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A bot's message with all that its stream begins with, and how it ended.
 *
 * @param node the process that writes it, or wrote it
 * @param failure why it is {@code FAILED} or {@code INTERRUPTED}, if the model was the reason
 */
public record Answer(
    UUID chatbotId,
    Message message,
    String question,
    boolean isQaMode,
    String systemMessage,
    String node,
    Problem.@Nullable Kind failure) {

  /** Where it is, for those who read or close it. */
  public AnswerRef ref() {
    return new AnswerRef(
        chatbotId, message.conversationUid(), message.seq(), message.id(), message.epoch());
  }

  /** The first line of its stream. */
  public StreamHeader header() {
    return new StreamHeader(
        "",
        question,
        message.relatedDocs(),
        message.conversationUid(),
        isQaMode,
        systemMessage,
        message.id(),
        message.seq(),
        message.epoch(),
        message.author(),
        message.language());
  }
}
