package repartee.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model is told, message by message.
 *
 * @param model the name of the model; null where answers are sentences of the documents, and no
 *     model is told anything
 * @param settingsChanged whether the chatbot was changed after the answer was begun: then this is
 *     what it would be told now
 */
public record ModelPrompt(@Nullable String model, boolean settingsChanged, List<Part> messages) {
  // Written out: a compact constructor loses what its parameters say about null in the class file.
  public ModelPrompt(@Nullable String model, boolean settingsChanged, List<Part> messages) {
    this.model = model;
    this.settingsChanged = settingsChanged;
    this.messages = List.copyOf(messages);
  }

  /** One message; the role is {@code system}, {@code user} or {@code assistant}. */
  public record Part(String role, String content) {}
}
