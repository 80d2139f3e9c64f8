package repartee.contract;

import java.util.UUID;

/** A chatbot was changed or removed. */
public record ChatbotChanged(UUID chatbotId) {
  /** Told by storage. */
  public static final Event<ChatbotChanged> EVENT =
      new Event<>("chatbot-changed", ChatbotChanged.class);
}
