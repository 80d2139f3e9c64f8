package repartee.contract;

import java.util.List;

/** The notes of a conversation, oldest first; at most {@link AddNote#NOTES_MAX}. */
public record Notes(List<Note> notes) {
  public Notes {
    notes = List.copyOf(notes);
  }
}
