package repartee.crawler;

import java.io.Serial;

/** Why something of the web could not be read, as a sentence for whoever wanted it. */
final class Unreadable extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final boolean passing;

  private Unreadable(String sentence, boolean passing) {
    // Nobody looks at the stack, and hostile pages fail by the thousands.
    super(sentence, null, false, false);
    this.passing = passing;
  }

  /** It will be the same at the next try. */
  static Unreadable forGood(String sentence) {
    return new Unreadable(sentence, false);
  }

  /** It may be otherwise in a while. */
  static Unreadable forNow(String sentence) {
    return new Unreadable(sentence, true);
  }

  boolean isPassing() {
    return passing;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
