package repartee.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends an answer for good: its text, its sources and how it ended. Fails with {@code OTHER_EPOCH}
 * if the answer is no longer open under this epoch: then nothing was stored.
 *
 * @param firstTextMs how long its first text took; null if it had none, or nobody here knows
 */
public record CloseTurn(
    AnswerRef answer,
    String content,
    MessageState state,
    List<RelatedDoc> relatedDocs,
    Problem.@Nullable Kind failure,
    @Nullable Integer firstTextMs) {
  /** Answered by storage. */
  public static final Address<CloseTurn, Closed> ADDRESS =
      new Address<>("storage.close-turn", CloseTurn.class, Closed.class);

  // Written out: a compact constructor loses what its parameters say about null in the class file.
  public CloseTurn(
      AnswerRef answer,
      String content,
      MessageState state,
      List<RelatedDoc> relatedDocs,
      Problem.@Nullable Kind failure,
      @Nullable Integer firstTextMs) {
    this.answer = answer;
    this.content = content;
    this.state = state;
    this.relatedDocs = List.copyOf(relatedDocs);
    this.failure = failure;
    this.firstTextMs = firstTextMs;
  }

  /** By one who has not written it. */
  public CloseTurn(
      AnswerRef answer,
      String content,
      MessageState state,
      List<RelatedDoc> relatedDocs,
      Problem.@Nullable Kind failure) {
    this(answer, content, state, relatedDocs, failure, null);
  }
}
