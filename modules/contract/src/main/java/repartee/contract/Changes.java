package repartee.contract;

import java.util.List;
import java.util.UUID;

/**
 * Documents that were taught or forgotten, oldest change first.
 *
 * @param revision the chatbot's newest revision; 0 for a chatbot that is gone
 */
public record Changes(List<Change> changes, long revision) {
  public Changes {
    changes = List.copyOf(changes);
  }

  /** One document: there is nothing of it any more, or its passages are to be read anew. */
  public record Change(long revision, UUID documentId, boolean removed) {}
}
