package repartee.contract;

import java.util.List;

/**
 * A question that is safe, and the place of its answer.
 *
 * @param begun the asker is to write the answer; else the message key was seen before, and this is
 *     the answer that it stands for, in whatever state
 * @param history the conversation's last messages before the question, oldest first
 */
public record Turn(boolean begun, Answer answer, List<Message> history) {
  public Turn {
    history = List.copyOf(history);
  }
}
