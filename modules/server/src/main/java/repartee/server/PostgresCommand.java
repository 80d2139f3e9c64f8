package repartee.server;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs PostgreSQL's own programs, as somebody who is not root. */
final class PostgresCommand {
  private static final boolean ROOT = new UnixSystem().getUid() == 0;

  private final Path output;

  /** {@code output}: a file that is written anew by every command. */
  PostgresCommand(Path output) {
    this.output = output;
  }

  /** Whether it ended well within the time; what it said is in {@link #said}. */
  boolean run(long timeoutMs, Path programs, String program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    if (ROOT) {
      // PostgreSQL refuses to run as root. In a user namespace of its own it is nobody, yet owns
      // the files.
      command.addAll(List.of("unshare", "--user", "--"));
    }
    command.add(programs.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .start();
      if (!process.waitFor(timeoutMs, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException missing) {
      throw new StartFailure(notRunnable(), missing);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The last words of the last command, on one line. */
  String said() {
    try {
      List<String> lines = Files.readAllLines(output);
      String said = String.join(" | ", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
      return ROOT && said.contains("unshare") ? notRunnable() + " " + said : said;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String notRunnable() {
    return ROOT
        ? "PostgreSQL does not run as root, and this machine does not let it have a user namespace"
            + " of its own (unshare --user). Start Repartee as an ordinary user, or name a database"
            + " of your own with --database."
        : "The programs of the embedded PostgreSQL cannot be run.";
  }
}
