package repartee.contract;

import java.util.UUID;

/**
 * The answer that is being written in a conversation; {@code conversation} is the client's id or
 * the uid. Fails with {@code UNKNOWN_CONVERSATION}.
 */
public record FindRunning(UUID chatbotId, String conversation) {
  /** Answered by storage. */
  public static final Address<FindRunning, Running> ADDRESS =
      new Address<>("storage.find-running", FindRunning.class, Running.class);
}
