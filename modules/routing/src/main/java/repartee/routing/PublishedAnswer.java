package repartee.routing;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.UUID;
import repartee.contract.RelatedDoc;
import repartee.contract.StreamHeader;

/** An answer in one piece, as the backend dialect publishes it: the published fields, then ours. */
@JsonPropertyOrder({
  "answer",
  "conversation_uid",
  "is_qa_mode",
  "question",
  "system_message",
  "message_uid",
  "related_docs",
  "language"
})
record PublishedAnswer(
    String answer,
    UUID conversationUid,
    boolean isQaMode,
    String question,
    String systemMessage,
    UUID messageUid,
    List<RelatedDoc> relatedDocs,
    String language) {
  static PublishedAnswer of(StreamHeader header, String question, String text) {
    return new PublishedAnswer(
        text,
        header.conversationUid(),
        header.isQaMode(),
        question,
        header.systemMessage(),
        header.messageUid(),
        header.relatedDocs(),
        header.language());
  }
}
