package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import repartee.testkit.ServerProcess;

/**
 * The launcher in a small checkout of its own, with JDKs and a Maven that only say what they do.
 */
final class LauncherTest {
  @TempDir private Path folder;
  private Path checkout;
  private Path tools;

  @BeforeEach
  void checkOut() throws IOException {
    checkout = Files.createDirectories(folder.resolve("check out")).toRealPath();
    tools = Files.createDirectories(folder.resolve("tools"));
    Files.copy(
        ServerProcess.root().resolve("repartee"),
        checkout.resolve("repartee"),
        StandardCopyOption.COPY_ATTRIBUTES);
    write(checkout.resolve("pom.xml"), "");
    write(checkout.resolve("README.md"), "");
    write(checkout.resolve("modules/README.md"), "");
    write(checkout.resolve("conf/jvm.options"), "");
    write(checkout.resolve("modules/server/pom.xml"), "");
    write(checkout.resolve("modules/server/src/main/java/Main.java"), "");
    write(checkout.resolve("modules/server/src/test/java/MainTest.java"), "");
    script(
        tools.resolve("mvn"),
        """
        echo "maven $*" >> "%1$s/asked"
        mkdir -p "%1$s/modules/server/target"
        echo "[ERROR] no such thing"
        exit "$(cat "%1$s/mavens-exit" 2>/dev/null || echo 0)"
        """
            .formatted(checkout));
  }

  @Test
  void helpSaysWhatThereIsWithoutAnyJdk() throws Exception {
    Ended help = launch(Map.of(), "repartee", "--help");

    assertThat(help.exit()).isZero();
    assertThat(help.output()).contains("./repartee serve", "./repartee test");
  }

  @Test
  void withoutACommandItSaysWhatThereIs() throws Exception {
    assertThat(launch(Map.of(), "repartee")).isEqualTo(launch(Map.of(), "repartee", "--help"));
  }

  @Test
  void anUnknownCommandIsRefused() throws Exception {
    Ended refused = launch(Map.of(), "repartee", "sevre");

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.output()).contains("There is no command sevre.", "usage: ./repartee serve");
  }

  @Test
  void theServersExitCodeIsItsOwn() throws Exception {
    Path jdk = jdk("25");
    script(jdk.resolve("bin/java"), "exit 7");

    Ended refused = launch(Map.of("JAVA_HOME", jdk.toString()), "repartee", "serve", "--prot", "1");

    assertThat(refused.exit()).isEqualTo(7);
  }

  @Test
  void whereNoJdkIsTwoLinesSayHowToGetOne() throws Exception {
    moveUsualFolders();
    Path old = jdk("21.0.9");
    Path none = folder.resolve("no-such-folder");
    Path onlyRuns = jdk("25");
    Files.delete(onlyRuns.resolve("bin/javac"));

    for (Path home : List.of(old, none, onlyRuns)) {
      Ended refused =
          launch(Map.of("JAVA_HOME", home.toString(), "PATH", bare()), "repartee", "serve");

      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.output().lines()).hasSize(2);
      assertThat(refused.output())
          .contains("needs a JDK 25 or newer", "https://adoptium.net")
          .doesNotContain("maven");
    }
    assertThat(checkout.resolve("asked")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "usr/lib/jvm/temurin-25",
        "opt/jdk-25",
        "opt/java/25",
        "Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home",
        "opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home",
        "home/.sdkman/candidates/java/25-tem",
        "home/.jdks/temurin-25",
        "home/Library/Java/JavaVirtualMachines/temurin-25.jdk/Contents/Home"
      })
  void aJdkInAUsualFolderIsFoundThoughJavaHomeNamesAnOldOne(String usual) throws Exception {
    moveUsualFolders();
    Path jdk = folder.resolve(usual);
    Files.createDirectories(jdk.getParent());
    Files.move(jdk("25.0.3"), jdk);

    Ended served =
        launch(
            Map.of("JAVA_HOME", jdk("17.0.15").toString(), "PATH", tools + ":" + bare()),
            "repartee",
            "serve");

    assertThat(served.output()).contains("jdk 25.0.3");
  }

  @Test
  void whereMavenIsNotOnThePathTheWrapperBuilds() throws Exception {
    script(
        checkout.resolve(".mvnw"),
        "echo \"wrapper $JAVA_HOME $*\" >> \"%1$s/asked\"\nmkdir -p \"%1$s/modules/server/target\""
            .formatted(checkout));
    Path jdk = jdk("25.0.4");

    Ended served = launch(Map.of("JAVA_HOME", jdk.toString(), "PATH", bare()), "repartee", "serve");

    assertThat(served.output()).contains("jdk 25.0.4");
    assertThat(Files.readString(checkout.resolve("asked")))
        .startsWith("wrapper " + jdk + " -f " + checkout + "/pom.xml -B package ");
  }

  @Test
  void theWrapperAsksForTheMavenThatItNames() throws Exception {
    Path root = ServerProcess.root();
    Files.copy(
        root.resolve(".mvnw"), checkout.resolve(".mvnw"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectories(checkout.resolve(".mvn/wrapper"));
    Path properties = Path.of(".mvn/wrapper/maven-wrapper.properties");
    Files.copy(root.resolve(properties), checkout.resolve(properties));
    String path = bare();
    script(Path.of(path, "curl"), "echo \"$*\" >> \"%s/asked\"; exit 22".formatted(checkout));

    Ended failed =
        launch(Map.of("JAVA_HOME", jdk("25").toString(), "PATH", path), "repartee", "serve");

    assertThat(failed.exit()).isEqualTo(1);
    assertThat(Files.readString(root.resolve(properties)))
        .contains(
            Files.readString(checkout.resolve("asked")).replaceAll("(?s).*(https://\\S+).*", "$1"));
  }

  @Test
  void theJdkOfJavaHomeRunsTheServerWithItsFlags() throws Exception {
    Path jdk = jdk("25.0.1");

    Ended served = launch(Map.of("JAVA_HOME", jdk.toString()), "repartee", "serve", "--port", "0");

    assertThat(served.exit()).isZero();
    assertThat(served.output())
        .contains("jdk 25.0.1")
        .contains("@" + checkout + "/conf/jvm.options")
        .endsWith("repartee.server.Main serve --port 0\n");
  }

  @Test
  void theJdkOnThePathIsFoundThroughItsLink() throws Exception {
    Path jdk = jdk("25.0.2");
    Files.createSymbolicLink(tools.resolve("javac"), jdk.resolve("bin/javac"));

    Ended served = launch(Map.of(), "repartee", "serve");

    assertThat(served.output()).contains("jdk 25.0.2");
  }

  @Test
  void itWorksThroughALinkAndFromAnotherFolder() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("check out", "repartee"));

    Ended served =
        launch(Map.of("JAVA_HOME", jdk("25").toString()), link.toString(), "check-config");

    assertThat(served.output()).contains("-Drepartee.home=" + checkout + " ");
  }

  @Test
  void itBuildsOnceAndAgainOnlyWhenWhatItIsBuiltFromChanges() throws Exception {
    Map<String, String> environment = Map.of("JAVA_HOME", jdk("25").toString());
    launch(environment, "repartee", "serve");
    assertThat(builds()).isEqualTo(1);

    launch(environment, "repartee", "serve");
    touch("modules/server/src/test/java/MainTest.java");
    launch(environment, "repartee", "serve");
    assertThat(builds()).isEqualTo(1);

    touch("modules/server/src/main/java/Main.java");
    launch(environment, "repartee", "serve");
    assertThat(builds()).isEqualTo(2);

    Files.delete(checkout.resolve("modules/server/src/main/java/Main.java"));
    touch("modules/server/src/main/java");
    launch(environment, "repartee", "serve");
    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void aBuildThatFailsIsShownAndTriedAgain() throws Exception {
    write(checkout.resolve("mavens-exit"), "1");
    Map<String, String> environment = Map.of("JAVA_HOME", jdk("25").toString());

    Ended failed = launch(environment, "repartee", "serve");
    launch(environment, "repartee", "serve");

    assertThat(failed.exit()).isEqualTo(1);
    assertThat(failed.output())
        .contains("[ERROR] no such thing", checkout + "/target/build.log")
        .doesNotContain("repartee.server.Main");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void testRunsEveryGateAndKeepsTheExitCode() throws Exception {
    Map<String, String> environment = Map.of("JAVA_HOME", jdk("25").toString());
    write(checkout.resolve("mavens-exit"), "3");

    Ended failed = launch(environment, "repartee", "test", "--long");
    Ended refused = launch(environment, "repartee", "test", "--lang");

    assertThat(failed.exit()).isEqualTo(3);
    assertThat(Files.readString(checkout.resolve("asked"))).contains("verify -Drepartee.long=true");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.output()).contains("There is no flag --lang");
  }

  @Test
  void aBuildServerRunsWhatADeveloperRuns() throws Exception {
    Path run = checkout.resolve(".ci/run");
    Files.createDirectories(run.getParent());
    Files.copy(ServerProcess.root().resolve(".ci/run"), run, StandardCopyOption.COPY_ATTRIBUTES);
    write(checkout.resolve("mavens-exit"), "3");

    Ended failed = launch(Map.of("JAVA_HOME", jdk("25").toString()), ".ci/run");

    assertThat(failed.exit()).isEqualTo(3);
    assertThat(Files.readString(checkout.resolve("asked")))
        .contains("verify -Drepartee.long=false");
  }

  /** A PATH with what the launcher and the wrapper need, but no JDK and no Maven. */
  private String bare() throws IOException {
    Path bare = Files.createDirectories(folder.resolve("bare"));
    for (String name :
        List.of(
            "sh",
            "dirname",
            "basename",
            "readlink",
            "sed",
            "find",
            "head",
            "grep",
            "mkdir",
            "mv",
            "cat",
            "uname",
            "mktemp",
            "rm",
            "tr",
            "unzip",
            "tar",
            "sha256sum",
            "printf")) {
      Path link = bare.resolve(name);
      for (String place : List.of("/usr/bin", "/bin")) {
        if (!Files.exists(link) && Files.exists(Path.of(place, name))) {
          Files.createSymbolicLink(link, Path.of(place, name));
        }
      }
    }
    return bare.toString();
  }

  /** This machine's own JDKs must not be found: a folder of the test's stands in for the root. */
  private void moveUsualFolders() throws IOException {
    Path launcher = checkout.resolve("repartee");
    String script = Files.readString(launcher);
    String moved = script.replaceAll("(?<=[ \\n])/(usr|opt|home|Library)/", folder + "/$1/");
    assertThat(moved).isNotEqualTo(script);
    Files.writeString(launcher, moved);
  }

  private record Ended(int exit, String output) {}

  private Ended launch(Map<String, String> environment, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/sh"));
    command.addAll(List.of(words));
    command.set(1, checkout.resolve(words[0]).toString());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(folder.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", tools + ":/usr/bin:/bin");
    builder.environment().put("HOME", folder.resolve("home").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  private Path jdk(String version) throws IOException {
    Path home = folder.resolve("jdk-" + version);
    script(home.resolve("bin/java"), "echo \"jdk %s: $*\"".formatted(version));
    script(home.resolve("bin/javac"), "");
    write(home.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    return home.toRealPath();
  }

  private long builds() throws IOException {
    try (var lines = Files.lines(checkout.resolve("asked"))) {
      return lines.filter(line -> line.contains("package")).count();
    }
  }

  /** As if it had been changed after the last build, and the build been a minute ago. */
  private void touch(String name) throws IOException {
    Instant now = Instant.now();
    Files.setLastModifiedTime(
        checkout.resolve("modules/server/target/built"), FileTime.from(now.plusSeconds(60)));
    Files.setLastModifiedTime(checkout.resolve(name), FileTime.from(now.plusSeconds(120)));
  }

  private static void script(Path file, String body) throws IOException {
    write(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
