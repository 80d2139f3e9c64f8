package repartee.reader;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one file after another in a process that it starts when there is one, and replaces when it
 * misbehaves. For one thread at a time, which it blocks.
 */
final class FileReader implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FileReader.class);
  // What a parser forgets to give back goes with its process.
  private static final int FILES_EACH = 200;

  private final ReaderConfiguration configuration;
  private final Path folder;
  private @Nullable ReaderProcess process;
  private int files;

  /** {@code folder} is its own. */
  FileReader(ReaderConfiguration configuration, Path folder) {
    this.configuration = configuration;
    this.folder = folder;
  }

  /** Gives bytes of a file in order. */
  @FunctionalInterface
  interface Source {
    /** At most {@link Frame#BYTES_MAX}; empty at the end. */
    byte[] next();
  }

  /**
   * Fails with {@link RefusedException} if there is no text of it, with {@link IOException} if no
   * process can be had; then, and where {@code bytes} or {@code pieces} fails, it can be read
   * again.
   */
  void read(String name, Source bytes, TextPieces.Sink pieces)
      throws RefusedException, IOException {
    ReaderProcess used = process;
    process = null;
    if (used == null || files >= FILES_EACH || !used.isAlive()) {
      if (used != null) {
        used.close();
      }
      used = ReaderProcess.start(configuration, folder);
      files = 0;
    }
    files++;
    boolean well = false;
    try {
      used.read(name, bytes, pieces);
      well = true;
    } catch (RefusedException refused) {
      well = used.isAlive();
      if (!well) {
        log.warn("a file has brought its reader down refusal={}", refused.refusal());
      }
      throw refused;
    } finally {
      if (well) {
        process = used;
      } else {
        used.close();
      }
    }
  }

  /** Ends the process; the next file starts one. */
  @Override
  public void close() {
    ReaderProcess used = process;
    process = null;
    if (used != null) {
      used.close();
    }
  }
}
