package repartee.contract;

import java.util.UUID;

/**
 * Takes the file that waits for longest; one that somebody has begun is taken once that claim has
 * run out.
 *
 * @param claim made by whoever asks; good for {@link #GOOD_FOR_MS}, and again with each {@link
 *     HoldFile}
 */
public record ClaimFile(UUID claim) {
  /** By the database's clock. */
  public static final int GOOD_FOR_MS = 20_000;

  /** Answered by storage. */
  public static final Address<ClaimFile, ClaimedFile> ADDRESS =
      new Address<>("storage.claim-file", ClaimFile.class, ClaimedFile.class);
}
