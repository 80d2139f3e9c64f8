package repartee.server;

import java.io.Serial;
import java.util.List;

/** All that is wrong with how the server was started, at once. */
final class Complaints extends Exception {
  @Serial private static final long serialVersionUID = 1;

  Complaints(List<String> sentences) {
    super(String.join("\n", sentences));
  }

  /** One sentence a line. */
  String sentences() {
    return String.valueOf(getMessage());
  }
}
