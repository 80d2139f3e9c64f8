package repartee.contract;

import java.time.Duration;

/** Succeeds if somebody writes answers. */
public record CheckGeneration() {
  /** Answered by generation. */
  public static final Address<CheckGeneration, Done> ADDRESS =
      new Address<>(
          "generation.check-generation", CheckGeneration.class, Done.class, Duration.ofSeconds(2));
}
