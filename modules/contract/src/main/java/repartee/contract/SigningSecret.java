package repartee.contract;

import java.time.Instant;

/**
 * Whoever knows it can be any visitor.
 *
 * @param now the database's time when it answered: nodes' own clocks may be apart
 */
public record SigningSecret(String text, Instant now) {
  /** Never the secret. */
  @Override
  public String toString() {
    return "SigningSecret[not shown]";
  }
}
