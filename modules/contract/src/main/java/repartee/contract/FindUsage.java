package repartee.contract;

import java.util.UUID;

/** How many questions an account has asked in the current month (UTC). */
public record FindUsage(UUID accountId) {
  /** Answered by storage. */
  public static final Address<FindUsage, Usage> ADDRESS =
      new Address<>("storage.find-usage", FindUsage.class, Usage.class);
}
