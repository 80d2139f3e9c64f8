package repartee.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The folder in which this process keeps what must last; one process at a time. */
final class DataFolder implements AutoCloseable {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> SECRET =
      PosixFilePermissions.fromString("rw-------");

  private final Path path;
  private final FileChannel lock;

  private DataFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** Makes the folder where it is missing, and keeps every other process out until closed. */
  static DataFolder open(Path path) {
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      }
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(channel)) {
        channel.close();
        throw new StartFailure(
            "Another Repartee is running on the data folder "
                + path
                + ". Stop it, or choose another folder with --data.");
      }
      return new DataFolder(path, channel);
    } catch (IOException unusable) {
      throw new StartFailure(
          "The data folder " + path + " cannot be written. Choose another one with --data.",
          unusable);
    }
  }

  // The lock belongs to the process: the system takes it back whichever way the process ends.
  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException ours) {
      return false;
    }
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  /** What the file holds; made and stored, for the owner's eyes only, where there is none. */
  String secret(String name, Supplier<String> making) {
    Path file = path.resolve(name);
    try {
      if (!Files.exists(file)) {
        Path unfinished = path.resolve(name + ".new");
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, PosixFilePermissions.asFileAttribute(SECRET));
        try (FileChannel out = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
          out.write(StandardCharsets.UTF_8.encode(making.get() + "\n"));
          out.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return Files.readString(file).strip();
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  void remove(String name) {
    try {
      Files.deleteIfExists(path.resolve(name));
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }
}
