package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import repartee.testkit.ServerProcess;

/** Which JDK and which Maven the launcher takes, and what it says where there is none. */
final class LauncherToolsTest {
  @TempDir private Path temporary;
  private SmallCheckout checkout;

  @BeforeEach
  void checkOut() throws IOException {
    checkout = new SmallCheckout(temporary);
  }

  @Test
  void whereNoJdkIsTwoLinesSayHowToGetOne() throws Exception {
    checkout.moveUsualFolders();
    Path old = checkout.jdk("21.0.9");
    Path none = checkout.folder.resolve("no-such-folder");
    Path onlyRuns = checkout.jdk("25");
    Files.delete(onlyRuns.resolve("bin/javac"));

    for (Path home : List.of(old, none, onlyRuns)) {
      SmallCheckout.Ended refused =
          checkout.launch(
              Map.of("JAVA_HOME", home.toString(), "PATH", checkout.bare()), "repartee", "serve");

      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.output().lines()).hasSize(2);
      assertThat(refused.output())
          .contains("needs a JDK 25 or newer", "https://adoptium.net")
          .doesNotContain("maven");
    }
    assertThat(checkout.root.resolve("asked")).doesNotExist();
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
    checkout.moveUsualFolders();
    Path jdk = checkout.folder.resolve(usual);
    Files.createDirectories(jdk.getParent());
    Files.move(checkout.jdk("25.0.3"), jdk);

    SmallCheckout.Ended served =
        checkout.launch(
            Map.of(
                "JAVA_HOME",
                checkout.jdk("17.0.15").toString(),
                "PATH",
                checkout.tools + ":" + checkout.bare()),
            "repartee",
            "serve");

    assertThat(served.output()).contains("jdk 25.0.3");
  }

  @Test
  void whereMavenIsNotOnThePathTheWrapperBuilds() throws Exception {
    SmallCheckout.script(
        checkout.root.resolve(".mvnw"),
        "echo \"wrapper $JAVA_HOME $*\" >> \"%1$s/asked\"\nmkdir -p \"%1$s/modules/server/target\""
            .formatted(checkout.root));
    Path jdk = checkout.jdk("25.0.4");

    SmallCheckout.Ended served =
        checkout.launch(
            Map.of("JAVA_HOME", jdk.toString(), "PATH", checkout.bare()), "repartee", "serve");

    assertThat(served.output()).contains("jdk 25.0.4");
    assertThat(Files.readString(checkout.root.resolve("asked")))
        .startsWith("wrapper " + jdk + " -f " + checkout.root + "/pom.xml -B package ");
  }

  @Test
  void theWrapperAsksForTheMavenThatItNames() throws Exception {
    Path root = ServerProcess.root();
    Files.copy(
        root.resolve(".mvnw"), checkout.root.resolve(".mvnw"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectories(checkout.root.resolve(".mvn/wrapper"));
    Path properties = Path.of(".mvn/wrapper/maven-wrapper.properties");
    Files.copy(root.resolve(properties), checkout.root.resolve(properties));
    String path = checkout.bare();
    SmallCheckout.script(
        Path.of(path, "curl"), "echo \"$*\" >> \"%s/asked\"; exit 22".formatted(checkout.root));

    SmallCheckout.Ended failed =
        checkout.launch(
            Map.of("JAVA_HOME", checkout.jdk("25").toString(), "PATH", path), "repartee", "serve");

    assertThat(failed.exit()).isEqualTo(1);
    assertThat(Files.readString(root.resolve(properties)))
        .contains(
            Files.readString(checkout.root.resolve("asked"))
                .replaceAll("(?s).*(https://\\S+).*", "$1"));
  }

  @Test
  void theJdkOfJavaHomeRunsTheServerWithItsFlags() throws Exception {
    Path jdk = checkout.jdk("25.0.1");

    SmallCheckout.Ended served =
        checkout.launch(Map.of("JAVA_HOME", jdk.toString()), "repartee", "serve", "--port", "0");

    assertThat(served.exit()).isZero();
    assertThat(served.output())
        .contains("jdk 25.0.1")
        .contains("@" + checkout.root + "/conf/jvm.options")
        .endsWith("repartee.server.Main serve --port 0\n");
  }

  @Test
  void theJdkOnThePathIsFoundThroughItsLink() throws Exception {
    Path jdk = checkout.jdk("25.0.2");
    Files.createSymbolicLink(checkout.tools.resolve("javac"), jdk.resolve("bin/javac"));

    SmallCheckout.Ended served = checkout.launch(Map.of(), "repartee", "serve");

    assertThat(served.output()).contains("jdk 25.0.2");
  }

  @Test
  void whereNginxCannotBeHadItIsSaidAndTheOtherTestsRun() throws Exception {
    withoutNginx("exit 100");

    SmallCheckout.Ended tested = checkout.launch(tests(Map.of()), "repartee", "test");

    assertThat(tested.exit()).isZero();
    assertThat(tested.output()).contains("SKIPPED: tests behind nginx");
    assertThat(Files.readString(checkout.root.resolve("asked"))).contains("verify");
  }

  @Test
  void aBuildServerEndsAtOnceWhereNginxCannotBeHad() throws Exception {
    withoutNginx("exit 100");

    SmallCheckout.Ended refused = checkout.launch(tests(Map.of("CI", "true")), "repartee", "test");

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.output()).contains("with CI=true nothing is skipped");
    assertThat(checkout.root.resolve("asked")).doesNotExist();
  }

  @Test
  void nginxIsTakenOutOfItsPackageOnce() throws Exception {
    withoutNginx("echo apt >> \"%s/apt\"; touch nginx_1_amd64.deb".formatted(checkout.root));
    SmallCheckout.script(
        checkout.tools.resolve("dpkg"),
        "mkdir -p usr/sbin; echo '#!/bin/sh' > usr/sbin/nginx; chmod +x usr/sbin/nginx");

    SmallCheckout.Ended first = checkout.launch(tests(Map.of("CI", "true")), "repartee", "test");
    SmallCheckout.Ended second = checkout.launch(tests(Map.of("CI", "true")), "repartee", "test");

    assertThat(List.of(first.exit(), second.exit())).containsOnly(0);
    assertThat(Files.readAllLines(checkout.root.resolve("apt"))).hasSize(1);
  }

  @Test
  void anNginxThatDoesNotRunHereIsNone() throws Exception {
    withoutNginx("touch nginx_1_amd64.deb");
    SmallCheckout.script(
        checkout.tools.resolve("dpkg"),
        "mkdir -p usr/sbin; echo 'exit 127' > usr/sbin/nginx; chmod +x usr/sbin/nginx");

    SmallCheckout.Ended tested = checkout.launch(tests(Map.of()), "repartee", "test");

    assertThat(tested.output()).contains("SKIPPED: tests behind nginx");
    assertThat(checkout.root.resolve("target/tools/nginx")).doesNotExist();
  }

  @Test
  void whereNoBrowserCanBeHadItIsSaidAndTheOtherTestsRun() throws Exception {
    withoutBrowser("exit 100");

    SmallCheckout.Ended tested = checkout.launch(tests(Map.of()), "repartee", "test");

    assertThat(tested.exit()).isZero();
    assertThat(tested.output()).contains("SKIPPED: tests in a browser");
    assertThat(Files.readString(checkout.root.resolve("asked"))).contains("verify");
  }

  @Test
  void aBuildServerEndsAtOnceWhereNoBrowserCanBeHad() throws Exception {
    withoutBrowser("exit 100");

    SmallCheckout.Ended refused = checkout.launch(tests(Map.of("CI", "true")), "repartee", "test");

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.output()).contains("chromium", "with CI=true nothing is skipped");
    assertThat(checkout.root.resolve("asked")).doesNotExist();
  }

  @Test
  void rootGetsTheBrowserInstalledOnce() throws Exception {
    withoutBrowser(
        "echo \"$*\" >> \"%1$s/apt\"; touch \"%2$s/chromium\"; chmod +x \"%2$s/chromium\""
            .formatted(checkout.root, checkout.tools));

    SmallCheckout.Ended first = checkout.launch(tests(Map.of("CI", "true")), "repartee", "test");
    SmallCheckout.Ended second = checkout.launch(tests(Map.of("CI", "true")), "repartee", "test");

    assertThat(List.of(first.exit(), second.exit())).containsOnly(0);
    assertThat(Files.readAllLines(checkout.root.resolve("apt")))
        .singleElement()
        .asString()
        .contains("install -y", "chromium");
  }

  /** Root, nginx, no browser, and this in the place of apt-get. */
  private void withoutBrowser(String aptGet) throws IOException {
    SmallCheckout.script(checkout.tools.resolve("nginx"), "exit 0");
    SmallCheckout.script(checkout.tools.resolve("id"), "echo 0");
    SmallCheckout.script(checkout.tools.resolve("apt-get"), aptGet);
  }

  /** Whatever is installed here, the launcher finds no nginx, and this in the place of apt-get. */
  private void withoutNginx(String aptGet) throws IOException {
    Path launcher = checkout.root.resolve("repartee");
    String script = Files.readString(launcher);
    String moved = script.replace("\"/usr/sbin/", "\"" + checkout.folder + "/usr/sbin/");
    assertThat(moved).isNotEqualTo(script);
    Files.writeString(launcher, moved);
    SmallCheckout.script(checkout.tools.resolve("apt-get"), aptGet);
    SmallCheckout.script(checkout.tools.resolve("chromium"), "exit 0");
  }

  private Map<String, String> tests(Map<String, String> more) throws IOException {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("JAVA_HOME", checkout.jdk("25").toString());
    environment.put("PATH", checkout.tools + ":" + checkout.bare());
    return environment;
  }
}
