package repartee.routing;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import repartee.contract.AnswerBegun;
import repartee.contract.Asked;
import repartee.contract.StreamHeader;

/** What has become of a question, for good. */
sealed interface Outcome {
  /** The question's own message. */
  UUID questionId();

  /** It has an answer that can be read. */
  record Answered(UUID questionId, AnswerBegun begun) implements Outcome {}

  /** A person has the conversation and was told; the header's system message says so. */
  record Held(UUID questionId, StreamHeader header) implements Outcome {}

  /** Absent while the question waits for its turn. */
  static @Nullable Outcome of(Asked asked) {
    if (asked.begun() != null) {
      return new Answered(asked.questionId(), asked.begun());
    }
    return asked.held() == null ? null : new Held(asked.questionId(), asked.held());
  }
}
