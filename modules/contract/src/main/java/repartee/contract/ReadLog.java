package repartee.contract;

import java.util.UUID;

/**
 * The messages after a place in the log, in order, at most {@code limit}; {@code conversation} is
 * the client's id or the uid. Fails with {@code UNKNOWN_CONVERSATION}.
 */
public record ReadLog(UUID chatbotId, String conversation, int afterSeq, int limit) {
  /** Answered by storage. */
  public static final Address<ReadLog, Log> ADDRESS =
      new Address<>("storage.read-log", ReadLog.class, Log.class);
}
