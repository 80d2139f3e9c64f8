package repartee.contract;

import java.util.UUID;

/**
 * Finds a message so that its text can be read from anywhere with {@link ReadAnswer}: one that is
 * being written where it is written, any other here. Asks storage at the most once. Fails with
 * {@code UNKNOWN_CONVERSATION}, or with {@code BUSY} while the node that writes it cannot be
 * reached.
 *
 * @param conversation the client's id or the uid
 */
public record OpenReading(UUID chatbotId, String conversation, UUID messageId) {
  /** Answered by generation. */
  public static final Address<OpenReading, AnswerBegun> ADDRESS =
      new Address<>("generation.open-reading", OpenReading.class, AnswerBegun.class);
}
