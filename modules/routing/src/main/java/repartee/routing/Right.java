package repartee.routing;

import repartee.contract.Problem;
import repartee.contract.Scope;

/** What a route asks of a key, or of a visitor. */
enum Right {
  /** Any key will do, as for reading a message whose id one knows. */
  ANY,
  /** Reading what an account has. */
  READ,
  /** Reading conversations: all of the account's, or a visitor's own. */
  FOLLOW,
  /** Changing what an account has. */
  MANAGE,
  /** Asking a bot. */
  ASK,
  /** Speaking in a bot's place. */
  INTERCEPT,
  /** The keys of an account. */
  KEYS,
  /** All accounts. */
  ACCOUNTS,
  /** How the server does. */
  METRICS;

  /** Whether the account's plan must have API access; keys can be managed without. */
  boolean needsApi() {
    return this != KEYS && this != ACCOUNTS && this != METRICS;
  }

  /** Fails with {@code FORBIDDEN} if keys of this scope do not have the right. */
  void check(Scope scope) throws Problem {
    boolean granted =
        switch (scope) {
          case ADMIN -> true;
          case OWNER -> this != ACCOUNTS && this != METRICS;
          case AGENT -> this == ANY || this == READ || this == FOLLOW || this == INTERCEPT;
          case CHAT -> this == ANY || this == ASK;
          // In one chatbot, and their own conversations there: see Reach.
          case VISITOR -> this == ANY || this == ASK || this == FOLLOW;
        };
    if (!granted) {
      throw Problems.forbidden();
    }
  }
}
