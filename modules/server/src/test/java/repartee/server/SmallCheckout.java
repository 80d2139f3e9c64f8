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
import repartee.testkit.ServerProcess;

/** The launcher in a small checkout, with JDKs and a Maven that only say what they do. */
final class SmallCheckout {
  final Path folder;
  final Path root;
  final Path tools;

  SmallCheckout(Path folder) throws IOException {
    this.folder = folder;
    root = Files.createDirectories(folder.resolve("check out")).toRealPath();
    tools = Files.createDirectories(folder.resolve("tools"));
    Files.copy(
        ServerProcess.root().resolve("repartee"),
        root.resolve("repartee"),
        StandardCopyOption.COPY_ATTRIBUTES);
    write(root.resolve("pom.xml"), "");
    write(root.resolve("README.md"), "");
    write(root.resolve("modules/README.md"), "");
    write(root.resolve("conf/jvm.options"), "");
    write(root.resolve("modules/server/pom.xml"), "");
    write(root.resolve("modules/server/src/main/java/Main.java"), "");
    write(root.resolve("modules/server/src/test/java/MainTest.java"), "");
    script(
        tools.resolve("mvn"),
        """
        echo "maven $*" >> "%1$s/asked"
        mkdir -p "%1$s/modules/server/target"
        echo "[ERROR] no such thing"
        exit "$(cat "%1$s/mavens-exit" 2>/dev/null || echo 0)"
        """
            .formatted(root));
  }

  /** How the launcher ended. */
  record Ended(int exit, String output) {}

  Ended launch(Map<String, String> environment, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("/bin/sh"));
    command.addAll(List.of(words));
    command.set(1, root.resolve(words[0]).toString());
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

  Path jdk(String version) throws IOException {
    Path home = folder.resolve("jdk-" + version);
    script(home.resolve("bin/java"), "echo \"jdk %s: $*\"".formatted(version));
    script(home.resolve("bin/javac"), "");
    write(home.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
    return home.toRealPath();
  }

  /** A PATH with what the launcher and the wrapper need, but no JDK and no Maven. */
  String bare() throws IOException {
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
            "chmod",
            "touch",
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
  void moveUsualFolders() throws IOException {
    Path launcher = root.resolve("repartee");
    String script = Files.readString(launcher);
    String moved = script.replaceAll("(?<=[ \\n])/(usr|opt|home|Library)/", folder + "/$1/");
    assertThat(moved).isNotEqualTo(script);
    Files.writeString(launcher, moved);
  }

  long builds() throws IOException {
    try (var lines = Files.lines(root.resolve("asked"))) {
      return lines.filter(line -> line.contains("package")).count();
    }
  }

  /** As if it had been changed after the last build, and the build been a minute ago. */
  void touch(String name) throws IOException {
    Instant now = Instant.now();
    Files.setLastModifiedTime(
        root.resolve("modules/server/target/built"), FileTime.from(now.plusSeconds(60)));
    Files.setLastModifiedTime(root.resolve(name), FileTime.from(now.plusSeconds(120)));
  }

  static void script(Path file, String body) throws IOException {
    write(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
