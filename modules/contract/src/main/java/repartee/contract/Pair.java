package repartee.contract;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A question that a chatbot's people have answered themselves: whoever asks it gets that answer,
 * word for word.
 *
 * @param variants other ways to ask it
 */
public record Pair(
    UUID id,
    String question,
    List<String> variants,
    String answer,
    Instant createdAt,
    Instant updatedAt) {
  public Pair {
    variants = List.copyOf(variants);
  }
}
