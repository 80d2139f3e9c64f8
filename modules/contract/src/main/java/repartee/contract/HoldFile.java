package repartee.contract;

import org.jspecify.annotations.Nullable;

/**
 * Keeps a claim good, and says how far its file has come. Fails with {@code OTHER_EPOCH} if it is
 * no longer: then what was made of the file is not wanted.
 *
 * @param state null: as it was
 * @param progress of that state, from 0 to 1; null: as it was
 */
public record HoldFile(FileClaim claim, @Nullable DocumentState state, @Nullable Double progress) {
  /** Answered by storage. */
  public static final Address<HoldFile, Done> ADDRESS =
      new Address<>("storage.hold-file", HoldFile.class, Done.class);
}
