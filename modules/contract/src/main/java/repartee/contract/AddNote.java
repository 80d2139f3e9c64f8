package repartee.contract;

import java.util.UUID;

/**
 * Keeps a note about a conversation. It is no part of the log. Fails with {@code
 * UNKNOWN_CONVERSATION}, and with {@code INVALID} where the conversation has {@link #NOTES_MAX}.
 */
public record AddNote(UUID chatbotId, String conversation, String authorName, String content) {
  /** How many a conversation can have. */
  public static final int NOTES_MAX = 200;

  /** Answered by storage. */
  public static final Address<AddNote, Note> ADDRESS =
      new Address<>("storage.add-note", AddNote.class, Note.class);
}
