package repartee.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question that is safe, and what became of it.
 *
 * @param question the question; the last of those that are answered together
 * @param answer its answer, where it has one
 * @param history what was said before the question, oldest first; only for {@code BEGUN}
 * @param heldBy the person who has the conversation; only for {@code HELD}, and null there once
 *     they have given it back
 * @param revision of the conversation, as it was then
 */
public record Turn(
    Outcome outcome,
    LogEntry question,
    @Nullable LogEntry answer,
    List<Earlier> history,
    @Nullable Author heldBy,
    int revision) {

  /** What became of a question. */
  public enum Outcome {
    /** The asker is to write the answer. */
    BEGUN,
    /** It has an answer already, in whatever state. */
    ANSWERED,
    /** It waits until the answers before it are over. */
    WAITS,
    /** A person has the conversation, or had it then: no bot answers. */
    HELD
  }

  // Written out: a compact constructor loses what its parameters say about null in the class file.
  public Turn(
      Outcome outcome,
      LogEntry question,
      @Nullable LogEntry answer,
      List<Earlier> history,
      @Nullable Author heldBy,
      int revision) {
    this.outcome = outcome;
    this.question = question;
    this.answer = answer;
    this.history = List.copyOf(history);
    this.heldBy = heldBy;
    this.revision = revision;
  }

  /** What was said before, as far as a model is to know it. */
  public record Earlier(Author author, String content) {}
}
