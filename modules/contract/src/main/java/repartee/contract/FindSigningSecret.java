package repartee.contract;

/** What visitors' tokens are signed with: one secret for all nodes, made once. */
public record FindSigningSecret() {
  /** Answered by storage. */
  public static final Address<FindSigningSecret, SigningSecret> ADDRESS =
      new Address<>("storage.find-signing-secret", FindSigningSecret.class, SigningSecret.class);
}
