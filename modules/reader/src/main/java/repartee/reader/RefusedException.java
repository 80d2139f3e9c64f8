package repartee.reader;

import java.io.Serial;

/** There will be no text of this file, however often it is read. */
final class RefusedException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final Refusal refusal;

  RefusedException(Refusal refusal) {
    super(refusal.sentence());
    this.refusal = refusal;
  }

  RefusedException(Refusal refusal, Throwable cause) {
    super(refusal.sentence(), cause);
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
