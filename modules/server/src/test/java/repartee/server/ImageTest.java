package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import repartee.testkit.ServerProcess;

/** What docker/Dockerfile promises. */
final class ImageTest {
  private final Image image;

  ImageTest() throws IOException {
    this.image = Image.shipped();
  }

  @Test
  void itsBasesArePinned() {
    assertThat(image.all)
        .filteredOn(instruction -> instruction.word().equals("FROM"))
        .hasSize(2)
        .allSatisfy(
            from -> assertThat(from.rest()).matches("\\S+:\\d+\\.\\d+\\.\\d+\\S*( AS build)?"));
  }

  @Test
  void itDoesNotRunAsRoot() {
    assertThat(image.said("USER").getLast()).matches("[1-9]\\d*:[1-9]\\d*");
    assertThat(image.said("RUN").getLast())
        .contains("--uid " + image.said("USER").getLast().split(":")[0]);
  }

  @Test
  void allThatTheBuildCopiesIsThere() {
    Path root = ServerProcess.root();

    assertThat(image.all)
        .filteredOn(instruction -> instruction.word().equals("COPY"))
        .extracting(Image.Instruction::rest)
        .filteredOn(copy -> !copy.startsWith("--from"))
        .isNotEmpty()
        .allSatisfy(
            copy -> {
              List<String> words = List.of(copy.split("\\s+"));
              assertThat(words.subList(0, words.size() - 1))
                  .allSatisfy(source -> assertThat(root.resolve(source)).exists());
            });
  }

  @Test
  void itsBuildSeesAllThatItCopies() throws IOException {
    List<String> seen =
        Files.readAllLines(ServerProcess.root().resolve("docker/Dockerfile.dockerignore"));

    assertThat(seen).contains("*", "!pom.xml", "!README.md", "!conf", "!modules");
  }

  @Test
  void theServerIsStartedWithTheOptionsOfTheLauncher() throws IOException {
    String launcher = Files.readString(ServerProcess.root().resolve("repartee"));

    assertThat(launcher).contains("@$home/conf/jvm.options", "-Drepartee.home=$home");
    assertThat(image.entrypoint())
        .startsWith("java", "@/opt/repartee/conf/jvm.options", "-Drepartee.home=/opt/repartee");
  }

  @Test
  void itsConfigurationIsUnderstood() throws Exception {
    CommandLine line = CommandLine.parse(image.command());

    Configuration read = Configuration.of(line.flags(), image.environment());

    assertThat(read.routing().host()).isEqualTo("0.0.0.0");
    assertThat(read.data()).isEqualTo(Path.of("/data"));
    assertThat(image.said("EXPOSE").getLast().split(" "))
        .contains(String.valueOf(read.routing().port()));
    assertThat(CommandLine.parse(List.of(image.healthCheck().getLast())).flags())
        .isEqualTo(Map.of());
  }
}
