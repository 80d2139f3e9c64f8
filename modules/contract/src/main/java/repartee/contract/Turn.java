package repartee.contract;

import java.util.List;

/**
 * A question that is safe, and the place of its answer.
 *
 * @param begun the asker is to write the answer; else the message key was seen before, and this is
 *     the answer that it stands for, in whatever state
 * @param history the conversation's last messages before the question, oldest first
 */
public record Turn(boolean begun, Answer answer, List<Earlier> history) {
  public Turn {
    history = List.copyOf(history);
  }

  /** What was said before, as far as a model is to know it. */
  public record Earlier(Author author, String content) {}
}
