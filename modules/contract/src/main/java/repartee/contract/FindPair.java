package repartee.contract;

import java.util.UUID;

/** Fails with {@code UNKNOWN_PATH}. */
public record FindPair(UUID chatbotId, UUID pairId) {
  /** Answered by storage. */
  public static final Address<FindPair, Pair> ADDRESS =
      new Address<>("storage.find-pair", FindPair.class, Pair.class);
}
