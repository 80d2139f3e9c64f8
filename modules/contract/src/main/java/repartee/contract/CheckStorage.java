package repartee.contract;

/** Succeeds if the database takes writes. Fails with {@code BUSY}. */
public record CheckStorage() {
  /** Answered by storage. */
  public static final Address<CheckStorage, Done> ADDRESS =
      new Address<>("storage.check-storage", CheckStorage.class, Done.class);
}
