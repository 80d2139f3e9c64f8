package repartee.contract;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Teaches a chatbot a document: cut, embedded, stored, and found by the next {@link Search} on the
 * answering node. The same name again replaces the document; what has not changed is not embedded
 * again. Answers with its passages in order.
 *
 * @param marks in order, where headings and pages begin; none where nothing is known of them
 * @param file whose text it is; then it fails with {@code OTHER_EPOCH} if the claim is no longer
 *     good, and the file is gone once it is stored
 */
public record AddDocument(
    Chatbot chatbot, String name, String content, List<TextMark> marks, @Nullable FileClaim file) {
  /** Answered by knowledge; embedding takes some 50 ms a passage. */
  public static final Address<AddDocument, Passages> ADDRESS =
      new Address<>(
          "knowledge.add-document", AddDocument.class, Passages.class, Duration.ofMinutes(15));

  public AddDocument {
    marks = List.copyOf(marks);
  }

  /** A text that was sent as it is. */
  public static AddDocument ofText(Chatbot chatbot, String name, String content) {
    return new AddDocument(chatbot, name, content, List.of(), null);
  }
}
