package repartee.server;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Why the server did not start, in a sentence that says what to do. */
final class StartFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  StartFailure(String sentence) {
    this(sentence, null);
  }

  StartFailure(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
