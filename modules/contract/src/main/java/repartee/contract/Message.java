package repartee.contract;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the log, as it is published.
 *
 * @param conversationId the client's own id of the conversation, else the server's as text
 * @param seq the place in the log: from 1 on, without gaps
 * @param epoch of an answer, the conversation's in which it was begun: stop, takeover and adoption
 *     raise the conversation's, so what comes late under an older one is refused
 * @param content the text so far
 * @param language a code of {@link Language}
 */
public record Message(
    UUID id,
    String conversationId,
    UUID conversationUid,
    int seq,
    int epoch,
    Author author,
    String content,
    MessageState state,
    List<RelatedDoc> relatedDocs,
    String language,
    @Nullable UUID inReplyTo,
    @Nullable Feedback feedback,
    Instant createdAt,
    Instant updatedAt) {
  public Message {
    relatedDocs = List.copyOf(relatedDocs);
  }

  /** What a person thought of an answer: 1 or -1, and why. */
  public record Feedback(int score, @Nullable String comment) {}
}
