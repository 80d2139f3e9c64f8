package repartee.contract;

import java.time.Duration;

/**
 * A node that has just come asks each other one: their connections are then open, both ways, before
 * people wait for them.
 *
 * @param from who asks
 */
public record Greet(String from) {
  /** Answered by the server of each node. */
  public static final Address<Greet, Done> ADDRESS =
      new Address<>("server.greet", Greet.class, Done.class, Duration.ofSeconds(3));
}
