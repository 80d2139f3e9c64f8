package repartee.contract;

import java.util.UUID;

/**
 * Nothing is left to do in a conversation, until its user speaks again. Fails with {@code
 * UNKNOWN_CONVERSATION}.
 */
public record MarkDone(UUID chatbotId, String conversation) {
  /** Answered by storage. */
  public static final Address<MarkDone, Done> ADDRESS =
      new Address<>("storage.mark-done", MarkDone.class, Done.class);
}
