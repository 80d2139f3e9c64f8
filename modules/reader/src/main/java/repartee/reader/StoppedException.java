package repartee.reader;

import java.io.Serial;

/** Ends a parser from within: it lets through only what is unchecked. */
final class StoppedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final Refusal refusal;

  StoppedException(Refusal refusal) {
    super(refusal.sentence());
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
