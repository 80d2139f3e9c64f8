package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {
  @TempDir private Path folder;

  @Test
  void itIsMadeForItsOwnerOnly() throws Exception {
    try (DataFolder data = DataFolder.open(folder.resolve("a/b"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("."))))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void aSecretIsMadeOnceAndForItsOwnerOnly() throws Exception {
    try (DataFolder data = DataFolder.open(folder)) {
      Files.writeString(folder.resolve("key.new"), "half");

      assertThat(data.secret("key", () -> "first")).isEqualTo("first");
      assertThat(data.secret("key", () -> "second")).isEqualTo("first");
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("key"))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void whoeverIsSecondIsRefusedUntilTheFirstHasGone() {
    try (DataFolder first = DataFolder.open(folder)) {
      assertThat(first.resolve("lock")).exists();
      assertThatExceptionOfType(StartFailure.class)
          .isThrownBy(() -> DataFolder.open(folder))
          .withMessageContaining("Another Repartee is running on the data folder " + folder);
    }

    DataFolder.open(folder).close();
  }

  @Test
  void aFolderThatCannotBeMadeIsSaidSo() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatExceptionOfType(StartFailure.class)
        .isThrownBy(() -> DataFolder.open(file.resolve("data")))
        .withMessageContaining("cannot be written");
  }
}
