package repartee.contract;

/** A part of a claimed file. Fails with {@code OTHER_EPOCH} if the claim is no longer good. */
public record ReadFilePart(FileClaim claim, int index) {
  /** Answered by storage. */
  public static final Address<ReadFilePart, FilePart> ADDRESS =
      new Address<>("storage.read-file-part", ReadFilePart.class, FilePart.class);
}
