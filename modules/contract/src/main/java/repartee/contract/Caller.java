package repartee.contract;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who stands behind a token, and what it may do there.
 *
 * @param keyId the key, or that of a session; null for a visitor, who has none
 * @param visitor who it is, for scope {@code VISITOR} alone
 */
public record Caller(
    @Nullable UUID keyId, UUID accountId, String plan, Scope scope, @Nullable Visitor visitor) {
  /** Somebody with a key. */
  public Caller(UUID keyId, UUID accountId, String plan, Scope scope) {
    this(keyId, accountId, plan, scope, null);
  }
}
