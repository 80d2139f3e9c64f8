package repartee.generation;

import java.util.List;
import repartee.contract.LogEntry;
import repartee.contract.Message;
import repartee.contract.RelatedDoc;
import repartee.contract.StreamHeader;

/** The first lines of streams. */
final class Headers {
  private Headers() {}

  /** An answer's, once its passages are known. */
  static StreamHeader of(LogEntry answer, List<RelatedDoc> passages) {
    StreamHeader stored = answer.header();
    return new StreamHeader(
        stored.answer(),
        stored.question(),
        passages,
        stored.conversationUid(),
        stored.isQaMode(),
        stored.systemMessage(),
        stored.messageUid(),
        stored.seq(),
        stored.epoch(),
        stored.author(),
        stored.language());
  }

  /** Of a question that no bot answers: the place and author are its own. */
  static StreamHeader held(LogEntry question, String notice) {
    Message asked = question.message();
    return new StreamHeader(
        "",
        asked.content(),
        List.of(),
        asked.conversationUid(),
        question.isQaMode(),
        notice,
        asked.id(),
        asked.seq(),
        asked.epoch(),
        asked.author(),
        asked.language());
  }
}
