package repartee.contract;

import java.time.Duration;

/**
 * Teaches a chatbot a document: cut, embedded, stored, and found by the next {@link Search} on the
 * answering node. The same name again replaces the document. Answers with its passages in order.
 */
public record AddDocument(Chatbot chatbot, String name, String content) {
  /** Answered by knowledge; embedding takes some 50 ms a passage. */
  public static final Address<AddDocument, Passages> ADDRESS =
      new Address<>(
          "knowledge.add-document", AddDocument.class, Passages.class, Duration.ofMinutes(15));
}
