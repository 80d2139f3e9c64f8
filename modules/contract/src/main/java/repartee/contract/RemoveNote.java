package repartee.contract;

import java.util.UUID;

/** Forgets a note. Fails with {@code UNKNOWN_PATH} where there is no such note. */
public record RemoveNote(UUID chatbotId, String conversation, UUID noteId) {
  /** Answered by storage. */
  public static final Address<RemoveNote, Done> ADDRESS =
      new Address<>("storage.remove-note", RemoveNote.class, Done.class);
}
