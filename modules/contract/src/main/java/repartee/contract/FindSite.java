package repartee.contract;

import java.util.UUID;

/** One site, with the failures of its pages. Fails with {@code UNKNOWN_PATH}. */
public record FindSite(UUID chatbotId, UUID siteId) {
  /** How many failures are told. */
  public static final int FAILURES_MAX = 100;

  /** Answered by storage. */
  public static final Address<FindSite, Site> ADDRESS =
      new Address<>("storage.find-site", FindSite.class, Site.class);
}
