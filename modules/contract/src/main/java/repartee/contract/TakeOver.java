package repartee.contract;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Gives a conversation to a person, in one transaction: raises its epoch, marks it as held, ends
 * the running answer as {@code STOPPED}, and lets nothing wait any more. By the same person again
 * it changes nothing.
 *
 * <p>Fails with {@code UNKNOWN_CONVERSATION}, {@code HELD_BY_OTHER}, or {@code OTHER_EPOCH} if an
 * answer runs that is not the one named: then look again with {@link FindRunning}.
 *
 * @param by whose author kind is {@code AGENT}
 * @param running how the running answer ends; null if none runs
 */
public record TakeOver(
    UUID chatbotId, String conversation, Author by, @Nullable AnswerEnd running) {
  /** Answered by storage. */
  public static final Address<TakeOver, Conversation> ADDRESS =
      new Address<>("storage.take-over", TakeOver.class, Conversation.class);

  /**
   * Where an answer ends.
   *
   * @param content null keeps what was saved, as when its node cannot be asked; readers may have
   *     more of it, so its epoch is raised
   */
  public record AnswerEnd(
      AnswerRef answer, @Nullable String content, List<RelatedDoc> relatedDocs) {
    // Written out: a compact constructor loses what its parameters say about null.
    public AnswerEnd(AnswerRef answer, @Nullable String content, List<RelatedDoc> relatedDocs) {
      this.answer = answer;
      this.content = content;
      this.relatedDocs = List.copyOf(relatedDocs);
    }
  }
}
