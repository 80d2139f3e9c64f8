package repartee.knowledge;

import org.jspecify.annotations.Nullable;

/** How well a passage fits a question, from 0 to 1, on one scale for every chatbot. */
final class PassageScore {
  private PassageScore() {}

  static double of(double wordsFound, @Nullable Double cosine) {
    double meant = cosine == null ? 0 : Math.clamp(cosine, 0, 1);
    return Math.clamp(1 - (1 - meant) * (1 - wordsFound), 0, 1);
  }

  /** Smoothed, so that a chatbot of one passage judges as one of a thousand does. */
  static double weight(int passages, int having) {
    return Math.log(1 + (passages + 10.0) / (having + 1.0));
  }
}
