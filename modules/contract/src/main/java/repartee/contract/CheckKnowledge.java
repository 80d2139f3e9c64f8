package repartee.contract;

import java.time.Duration;

/** Succeeds if somebody knows what fits a question. */
public record CheckKnowledge() {
  /** Answered by knowledge. */
  public static final Address<CheckKnowledge, Done> ADDRESS =
      new Address<>(
          "knowledge.check-knowledge", CheckKnowledge.class, Done.class, Duration.ofSeconds(2));
}
