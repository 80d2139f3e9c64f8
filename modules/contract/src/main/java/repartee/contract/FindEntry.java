package repartee.contract;

import java.util.UUID;

/**
 * A message of the log, whoever wrote it; {@code conversation} is the client's id or the uid. Fails
 * with {@code UNKNOWN_CONVERSATION}.
 */
public record FindEntry(UUID chatbotId, String conversation, UUID messageId) {
  /** Answered by storage. */
  public static final Address<FindEntry, LogEntry> ADDRESS =
      new Address<>("storage.find-entry", FindEntry.class, LogEntry.class);
}
