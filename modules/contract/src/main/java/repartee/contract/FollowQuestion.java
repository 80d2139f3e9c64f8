package repartee.contract;

import java.util.UUID;

/** What has become of a question by now. Fails as {@link FindTurn} and {@link OpenReading} do. */
public record FollowQuestion(UUID chatbotId, UUID conversationUid, UUID questionId) {
  /** Answered by generation. */
  public static final Address<FollowQuestion, Asked> ADDRESS =
      new Address<>("generation.follow-question", FollowQuestion.class, Asked.class);
}
