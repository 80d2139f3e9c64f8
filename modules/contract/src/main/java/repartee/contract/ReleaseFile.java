package repartee.contract;

/** Gives a claimed file back, as if it had not been claimed; nothing happens if it was lost. */
public record ReleaseFile(FileClaim claim) {
  /** Answered by storage. */
  public static final Address<ReleaseFile, Done> ADDRESS =
      new Address<>("storage.release-file", ReleaseFile.class, Done.class);
}
