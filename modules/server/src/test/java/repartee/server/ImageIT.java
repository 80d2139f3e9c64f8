package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the image starts, started in a clean folder that is laid out as the image is. */
final class ImageIT {
  @TempDir private Path folder;

  @Test
  void itsCommandServesTellsItsHealthAndEndsInOrder() throws Exception {
    Image image = Image.shipped();
    image.layOut(folder);
    Path errors = folder.resolve("errors");
    List<String> command = new ArrayList<>(Image.within(folder, image.entrypoint()));
    command.addAll(image.command());

    Process server = process(image, command, "0").redirectError(errors.toFile()).start();
    try (BufferedReader output = server.inputReader(StandardCharsets.UTF_8)) {
      String ready =
          Stream.iterate(line(output), line -> line(output))
              .dropWhile(line -> !line.contains("ready at") && !line.isEmpty())
              .findFirst()
              .orElseThrow();
      assertThat(ready).as(Files.readString(errors)).contains("http://0.0.0.0:");
      String port = ready.substring(ready.lastIndexOf(':') + 1);

      assertThat(status(port, "/health/live")).isEqualTo(200);
      assertThat(health(image, port)).isZero();

      server.destroy();
      assertThat(server.waitFor(40, TimeUnit.SECONDS)).isTrue();
      assertThat(server.exitValue()).as(Files.readString(errors)).isZero();
      assertThat(health(image, port)).isEqualTo(1);
    } finally {
      server.destroyForcibly();
    }
    assertThat(folder.resolve("data/postgresql")).isDirectory();
    assertThat(folder.resolve("opt/repartee/lib")).isDirectoryNotContaining("glob:**darwin**");
  }

  private int health(Image image, String port) throws Exception {
    Process check =
        process(image, Image.within(folder, image.healthCheck()), port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("health").toFile())
            .start();
    assertThat(check.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return check.exitValue();
  }

  /** With nothing of this process' environment but what a container has. */
  private ProcessBuilder process(Image image, List<String> command, String port) {
    List<String> words = new ArrayList<>(command);
    words.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    image.environment().forEach((key, value) -> environment.put(key, Image.within(folder, value)));
    environment.put("REPARTEE_PORT", port);
    return builder;
  }

  private static String line(BufferedReader output) {
    try {
      String line = output.readLine();
      return line == null ? "" : line;
    } catch (IOException ended) {
      return "";
    }
  }

  private static int status(String port, String path) throws IOException {
    var connection = URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
    return ((HttpURLConnection) connection).getResponseCode();
  }
}
