package repartee.knowledge;

import org.jspecify.annotations.Nullable;

/**
 * How well a passage fits a question, from 0 to 1, on one scale for every chatbot.
 *
 * <p>Two witnesses who may each be enough, as a noisy or: {@code 1 - (1 - meaning) * (1 - words)}.
 * Words is the share of the question's telling words that the passage has, rare ones counting more.
 * Meaning is the cosine of the two vectors, as far as the model is to be trusted in the language.
 * Measured on a judged set: what answers a question scores 0.30 or more (in English 0.59 or more),
 * the best for a question that nothing answers 0.28 or less (in English 0.21 or less).
 */
final class PassageScore {
  // all-MiniLM-L6-v2 puts any two Russian, Chinese or French texts near each other.
  private static final double TRUST_ABROAD = 0.45;

  private PassageScore() {}

  /** {@code cosine} is absent where there are no two vectors of one model. */
  static double of(double wordsFound, @Nullable Double cosine, boolean atHome) {
    return Math.clamp(1 - (1 - meaning(cosine, atHome)) * (1 - wordsFound), 0, 1);
  }

  /** The first witness: 0 where there are no two vectors of one model. */
  static double meaning(@Nullable Double cosine, boolean atHome) {
    double near = cosine == null ? 0 : Math.clamp(cosine, 0, 1);
    return atHome ? near : near * TRUST_ABROAD;
  }

  /** Smoothed, so that a chatbot of one passage judges as one of a thousand does. */
  static double weight(int passages, int having) {
    return Math.log(1 + (passages + 10.0) / (having + 1.0));
  }
}
