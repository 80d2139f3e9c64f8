package repartee.contract;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The first line of the delimited stream. The first six keys are published, in this order; the
 * others are ours.
 *
 * @param answer always empty: the text follows behind the magic number
 * @param question what was asked; null where the message answers nothing
 * @param relatedDocs what the answer's citations {@code [1]}, {@code [2]}, ... point to
 * @param isQaMode the bot gives references with its answers
 * @param systemMessage a notice for the person, empty when there is none
 */
@JsonPropertyOrder({
  "answer",
  "question",
  "related_docs",
  "conversation_uid",
  "is_qa_mode",
  "system_message"
})
public record StreamHeader(
    String answer,
    @Nullable String question,
    List<RelatedDoc> relatedDocs,
    UUID conversationUid,
    boolean isQaMode,
    String systemMessage,
    UUID messageUid,
    int seq,
    int epoch,
    Author author,
    String language) {

  public StreamHeader {
    relatedDocs = List.copyOf(relatedDocs);
  }
}
