package repartee.routing;

import java.time.Instant;
import repartee.contract.Visitor;

/**
 * What is kept of a token while somebody is in: enough to find out again who they are, and nothing
 * that opens a door.
 */
sealed interface Proof {
  /** Of a key, or of a session. */
  record OfKey(String hash) implements Proof {}

  /** Of a visitor's token, which was good. */
  record OfVisitor(Visitor visitor, Instant expiresAt) implements Proof {}
}
