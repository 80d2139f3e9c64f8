package repartee.contract;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Questions for which nothing was found. */
public record Unanswered(List<Question> questions) {
  public Unanswered {
    questions = List.copyOf(questions);
  }

  /**
   * A question, in whatever letters it was asked.
   *
   * @param question its first 500 characters, as it was asked last
   * @param count how often
   * @param conversationUid where it was asked last
   */
  public record Question(
      String question,
      long count,
      Instant lastAskedAt,
      UUID chatbotId,
      String chatbotName,
      UUID conversationUid) {}
}
