package repartee.routing;

import java.util.EnumSet;
import java.util.Set;
import repartee.contract.Problem;
import repartee.contract.Scope;

/** What a route asks of a key: scopes that have the right, and a plan with API access or not. */
enum Right {
  /** Any key will do. */
  ANY(true, Scope.ADMIN, Scope.OWNER, Scope.AGENT, Scope.CHAT),
  READ(true, Scope.ADMIN, Scope.OWNER, Scope.AGENT),
  MANAGE(true, Scope.ADMIN, Scope.OWNER),
  ASK(true, Scope.ADMIN, Scope.OWNER, Scope.CHAT),
  INTERCEPT(true, Scope.ADMIN, Scope.OWNER, Scope.AGENT),
  KEYS(false, Scope.ADMIN, Scope.OWNER),
  ACCOUNTS(false, Scope.ADMIN);

  private final boolean needsApi;
  private final Set<Scope> scopes;

  Right(boolean needsApi, Scope first, Scope... others) {
    this.needsApi = needsApi;
    this.scopes = EnumSet.of(first, others);
  }

  boolean needsApi() {
    return needsApi;
  }

  /** Fails with {@code FORBIDDEN} if keys of this scope do not have the right. */
  void check(Scope scope) throws Problem {
    if (!scopes.contains(scope)) {
      throw Problems.forbidden();
    }
  }
}
