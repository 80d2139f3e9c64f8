package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message with all that its stream begins with, who writes it, and how it ended.
 *
 * @param question what it answers; several that were answered together stand in lines below each
 *     other; null where it answers nothing
 * @param node the process that writes it, or wrote it; null for what people say
 * @param failure why it is {@code FAILED} or {@code INTERRUPTED}, if the model was the reason
 * @param begunAnew an answer that readers may know by another text, under a lower epoch
 */
public record LogEntry(
    UUID chatbotId,
    Message message,
    @Nullable String question,
    boolean isQaMode,
    String systemMessage,
    @Nullable String node,
    Problem.@Nullable Kind failure,
    boolean begunAnew) {

  /** Where it is, for those who read or close it. */
  public AnswerRef ref() {
    return new AnswerRef(
        chatbotId, message.conversationUid(), message.seq(), message.id(), message.epoch());
  }

  /** The first line of its stream: the same bytes each time, once the passages are known. */
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
