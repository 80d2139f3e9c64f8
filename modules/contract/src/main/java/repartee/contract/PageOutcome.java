package repartee.contract;

/** What came of reading a page. */
public enum PageOutcome {
  /** It is taught under its address. */
  TAUGHT,
  /** It is as it was, and so are its links. */
  UNCHANGED,
  /** It is read, and there is nothing to be taught under its address. */
  READ,
  /** It cannot be read, and will not be in a while, either; what was taught of it is forgotten. */
  REFUSED,
  /** It is not there any more; what was taught of it is forgotten. */
  GONE,
  /** It cannot be read for now; what was taught of it stays. */
  FAILED,
  /** The server itself had no time for it. */
  POSTPONED
}
