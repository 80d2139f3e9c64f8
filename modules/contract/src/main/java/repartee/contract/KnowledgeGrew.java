package repartee.contract;

import java.util.UUID;

/** A chatbot's documents have a new revision. */
public record KnowledgeGrew(UUID chatbotId, long revision) {
  /** Told by storage. */
  public static final Event<KnowledgeGrew> EVENT =
      new Event<>("knowledge-grew", KnowledgeGrew.class);
}
