package repartee.contract;

import java.util.UUID;

/**
 * Takes a site of whose pages some are to be forgotten, until {@link CloseSweep} or until the lease
 * is over. Pages are to be forgotten that a whole crawl has not found any more, that are gone or
 * refused, and all of a site that is removed.
 */
public record ClaimSweep(UUID claim, int leaseMs, int limit) {
  /** Answered by storage. */
  public static final Address<ClaimSweep, ClaimedSweep> ADDRESS =
      new Address<>("storage.claim-sweep", ClaimSweep.class, ClaimedSweep.class);
}
