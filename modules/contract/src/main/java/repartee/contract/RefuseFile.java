package repartee.contract;

/**
 * There will be no document of this file: it is forgotten but for the sentence. Fails with {@code
 * OTHER_EPOCH} if the claim is no longer good.
 *
 * @param sentence what the person who sent it can do
 */
public record RefuseFile(FileClaim claim, String sentence) {
  /** Answered by storage. */
  public static final Address<RefuseFile, Done> ADDRESS =
      new Address<>("storage.refuse-file", RefuseFile.class, Done.class);
}
