package repartee.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static repartee.contract.DelimitedStreamWriter.MAGIC;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import repartee.testkit.ServerProcess;

/** The shell lines of the README are run as they stand, but for where this test's server is. */
final class ReadmeIT {
  private static final Pattern SHELL = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

  @Test
  void theLinesOfTheReadmeRunAsTheyStand(@TempDir Path folder) throws Exception {
    try (ServerProcess server = ServerProcess.start(folder.resolve("data"), Map.of())) {
      List<String> answers =
          examples().stream().map(example -> here(example, server, folder)).toList();

      String script = "set -eu\n" + String.join("\necho; echo =====\n", answers);
      String[] said = run(script, folder).split("=====\n");

      assertThat(said).hasSameSizeAs(answers);
      assertThat(said[0]).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\s+");
      assertThat(said[1]).startsWith("[{\"id\":").contains("DOCUMENT NAME: Opening hours");
      assertThat(said[2]).contains("\"name\":\"fees.html\"", "\"state\":\"waiting\"");
      assertThat(said[3])
          .startsWith("{\"code\":0,\"data\":{\"answer\":\"Books can be borrowed for four weeks")
          .contains("[1]", "\"question\":\"How long can I borrow a book?\"")
          .contains("\"msg\":\"Success.\",\"request_id\":\"");
      assertThat(said[4]).contains("\"question\":\"Can I bring my dog?\"");
      assertThat(said[5])
          .startsWith("{\"token\":\"")
          .contains("\"visitor\":{\"id\":\"anna\",\"name\":\"Anna\"}");
      assertThat(said[6])
          .startsWith("{\"answer\": \"\", \"question\": \"When is the library closed?\"")
          .contains("}\n" + MAGIC)
          .contains("On Sundays it is closed. [1]");
      assertThat(said[7])
          .contains("\"related_docs\": [{", MAGIC + "The library opens at nine in the morning")
          .endsWith("On Sundays it is closed. [1]\n");
      assertThat(said[8]).startsWith("HTTP/1.1 201").contains("/conversations/desk-1/messages/");
      assertThat(said[8]).contains("\"content\":\"Can I renew a book?\"");
      assertThat(said[9]).startsWith("[]");
      assertThat(said[10])
          .contains("\"status\":\"human\"", "\"held_by\":{\"id\":\"client:maria\"")
          .contains("\"status\":\"bot\"");
      assertThat(said[11]).contains("\"scope\":\"chat\"", "\"key\":\"rp_");
    }
  }

  private static List<String> examples() throws IOException {
    String readme = Files.readString(ServerProcess.root().resolve("README.md"));
    return SHELL
        .matcher(readme)
        .results()
        .map((MatchResult block) -> block.group(1))
        .filter(block -> block.contains("curl"))
        .toList();
  }

  private static String here(String example, ServerProcess server, Path folder) {
    return example
        .replace("http://localhost:8080", server.address().toString())
        .replace("data/admin-key", folder.resolve("data/admin-key").toString());
  }

  private static String run(String script, Path folder) throws Exception {
    Path output = folder.resolve("output");
    Process shell =
        new ProcessBuilder("sh", "-c", script)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    shell.getOutputStream().close();
    assertThat(shell.waitFor(120, TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(output, UTF_8);
    assertThat(shell.exitValue()).as(said).isZero();
    return said;
  }
}
