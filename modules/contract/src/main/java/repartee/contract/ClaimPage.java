package repartee.contract;

import java.util.UUID;

/**
 * Takes a page that is due, and its host with it: nobody else asks that host until {@link
 * ClosePage}, or until the lease is over. Whoever has died is so replaced.
 *
 * @param claim a new id, by which the page is closed
 */
public record ClaimPage(UUID claim, int leaseMs) {
  /** Answered by storage. */
  public static final Address<ClaimPage, ClaimedPage> ADDRESS =
      new Address<>("storage.claim-page", ClaimPage.class, ClaimedPage.class);
}
