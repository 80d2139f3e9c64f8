package repartee.contract;

import java.util.UUID;

/** The notes about a conversation. Fails with {@code UNKNOWN_CONVERSATION}. */
public record FindNotes(UUID chatbotId, String conversation) {
  /** Answered by storage. */
  public static final Address<FindNotes, Notes> ADDRESS =
      new Address<>("storage.find-notes", FindNotes.class, Notes.class);
}
