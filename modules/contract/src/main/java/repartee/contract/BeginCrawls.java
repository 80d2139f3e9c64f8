package repartee.contract;

/** Begins the crawls of sites that are due, at most {@code limit}. */
public record BeginCrawls(int limit) {
  /** Answered by storage. */
  public static final Address<BeginCrawls, Done> ADDRESS =
      new Address<>("storage.begin-crawls", BeginCrawls.class, Done.class);
}
