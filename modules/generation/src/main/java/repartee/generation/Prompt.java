package repartee.generation;

import java.util.List;
import repartee.contract.ChatbotSettings;
import repartee.contract.Language;
import repartee.contract.RelatedDoc;
import repartee.contract.Turn;

/**
 * All that a model may know when it answers.
 *
 * @param passages best first; citation {@code [n]} means the n-th of them
 * @param history oldest first
 * @param answered the one passage is the answer, word for word
 */
record Prompt(
    ChatbotSettings settings,
    Language language,
    String question,
    List<RelatedDoc> passages,
    List<Turn.Earlier> history,
    boolean answered) {
  Prompt {
    passages = List.copyOf(passages);
    history = List.copyOf(history);
  }
}
