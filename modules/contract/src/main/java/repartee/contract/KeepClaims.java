package repartee.contract;

import java.util.List;
import java.util.UUID;

/** Whoever holds these claims still works on them. */
public record KeepClaims(List<UUID> claims, int leaseMs) {
  /** Answered by storage. */
  public static final Address<KeepClaims, Done> ADDRESS =
      new Address<>("storage.keep-claims", KeepClaims.class, Done.class);

  public KeepClaims {
    claims = List.copyOf(claims);
  }
}
