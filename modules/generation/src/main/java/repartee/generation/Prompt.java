package repartee.generation;

import java.util.List;
import repartee.contract.ChatbotSettings;
import repartee.contract.Language;
import repartee.contract.Message;
import repartee.contract.RelatedDoc;

/**
 * All that a model may know when it answers.
 *
 * @param passages best first; citation {@code [n]} means the n-th of them
 * @param history oldest first
 */
record Prompt(
    ChatbotSettings settings,
    Language language,
    String question,
    List<RelatedDoc> passages,
    List<Message> history) {
  Prompt {
    passages = List.copyOf(passages);
    history = List.copyOf(history);
  }
}
