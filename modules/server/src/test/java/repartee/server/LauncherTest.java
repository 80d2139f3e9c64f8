package repartee.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import repartee.testkit.ServerProcess;

/** What the launcher says, builds and runs. */
final class LauncherTest {
  @TempDir private Path temporary;
  private SmallCheckout checkout;

  @BeforeEach
  void checkOut() throws IOException {
    checkout = new SmallCheckout(temporary);
  }

  @Test
  void helpSaysWhatThereIsWithoutAnyJdk() throws Exception {
    SmallCheckout.Ended help = checkout.launch(Map.of(), "repartee", "--help");

    assertThat(help.exit()).isZero();
    assertThat(help.output()).contains("./repartee serve", "./repartee test");
  }

  @Test
  void withoutACommandItSaysWhatThereIs() throws Exception {
    assertThat(checkout.launch(Map.of(), "repartee"))
        .isEqualTo(checkout.launch(Map.of(), "repartee", "--help"));
  }

  @Test
  void helpIsThereForEveryCommandThatServes() throws Exception {
    assertThat(checkout.launch(Map.of(), "repartee", "serve", "--port", "1", "--help"))
        .isEqualTo(checkout.launch(Map.of(), "repartee", "--help"));
    assertThat(checkout.launch(Map.of(), "repartee", "check-config", "-h").exit()).isZero();
  }

  @Test
  void anUnknownCommandIsRefused() throws Exception {
    SmallCheckout.Ended refused = checkout.launch(Map.of(), "repartee", "sevre");

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.output()).contains("There is no command sevre.", "usage: ./repartee serve");
  }

  @Test
  void theServersExitCodeIsItsOwn() throws Exception {
    Path jdk = checkout.jdk("25");
    SmallCheckout.script(jdk.resolve("bin/java"), "exit 7");

    SmallCheckout.Ended refused =
        checkout.launch(Map.of("JAVA_HOME", jdk.toString()), "repartee", "serve", "--prot", "1");

    assertThat(refused.exit()).isEqualTo(7);
  }

  @Test
  void itWorksThroughALinkAndFromAnotherFolder() throws Exception {
    Path link =
        Files.createSymbolicLink(checkout.folder.resolve("link"), Path.of("check out", "repartee"));

    SmallCheckout.Ended served =
        checkout.launch(
            Map.of("JAVA_HOME", checkout.jdk("25").toString()), link.toString(), "check-config");

    assertThat(served.output()).contains("-Drepartee.home=" + checkout.root + " ");
  }

  @Test
  void itBuildsOnceAndAgainOnlyWhenWhatItIsBuiltFromChanges() throws Exception {
    Map<String, String> environment = Map.of("JAVA_HOME", checkout.jdk("25").toString());
    checkout.launch(environment, "repartee", "serve");
    assertThat(checkout.builds()).isEqualTo(1);

    checkout.launch(environment, "repartee", "serve");
    checkout.touch("modules/server/src/test/java/MainTest.java");
    checkout.launch(environment, "repartee", "serve");
    assertThat(checkout.builds()).isEqualTo(1);

    checkout.touch("modules/server/src/main/java/Main.java");
    checkout.launch(environment, "repartee", "serve");
    assertThat(checkout.builds()).isEqualTo(2);

    Files.delete(checkout.root.resolve("modules/server/src/main/java/Main.java"));
    checkout.touch("modules/server/src/main/java");
    checkout.launch(environment, "repartee", "serve");
    assertThat(checkout.builds()).isEqualTo(3);
  }

  @Test
  void aBuildThatFailsIsShownAndTriedAgain() throws Exception {
    SmallCheckout.write(checkout.root.resolve("mavens-exit"), "1");
    Map<String, String> environment = Map.of("JAVA_HOME", checkout.jdk("25").toString());

    SmallCheckout.Ended failed = checkout.launch(environment, "repartee", "serve");
    checkout.launch(environment, "repartee", "serve");

    assertThat(failed.exit()).isEqualTo(1);
    assertThat(failed.output())
        .contains("[ERROR] no such thing", checkout.root + "/target/build.log")
        .doesNotContain("repartee.server.Main");
    assertThat(checkout.builds()).isEqualTo(2);
  }

  @Test
  void testRunsEveryGateAndKeepsTheExitCode() throws Exception {
    Map<String, String> environment = Map.of("JAVA_HOME", checkout.jdk("25").toString());
    SmallCheckout.write(checkout.root.resolve("mavens-exit"), "3");

    SmallCheckout.Ended failed = checkout.launch(environment, "repartee", "test", "--long");
    SmallCheckout.Ended refused = checkout.launch(environment, "repartee", "test", "--lang");

    assertThat(failed.exit()).isEqualTo(3);
    assertThat(Files.readString(checkout.root.resolve("asked")))
        .contains("verify -Drepartee.long=true");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.output()).contains("There is no flag --lang");
  }

  @Test
  void picturesAreTakenByARealBrowserAndAFailureIsShown() throws Exception {
    Map<String, String> environment = Map.of("JAVA_HOME", checkout.jdk("25").toString());

    SmallCheckout.Ended taken = checkout.launch(environment, "repartee", "pictures");
    SmallCheckout.write(checkout.root.resolve("mavens-exit"), "3");
    SmallCheckout.Ended failed = checkout.launch(environment, "repartee", "pictures");

    assertThat(taken.exit()).isZero();
    assertThat(Files.readString(checkout.root.resolve("asked"))).contains("-Dit.test=Pictures");
    assertThat(failed.exit()).isEqualTo(1);
    assertThat(failed.output())
        .contains("[ERROR] no such thing", checkout.root + "/target/pictures.log");
  }

  @Test
  void aBuildServerRunsWhatADeveloperRuns() throws Exception {
    Path run = checkout.root.resolve(".ci/run");
    Files.createDirectories(run.getParent());
    Files.copy(ServerProcess.root().resolve(".ci/run"), run, StandardCopyOption.COPY_ATTRIBUTES);
    SmallCheckout.write(checkout.root.resolve("mavens-exit"), "3");

    SmallCheckout.Ended failed =
        checkout.launch(Map.of("JAVA_HOME", checkout.jdk("25").toString()), ".ci/run");

    assertThat(failed.exit()).isEqualTo(3);
    assertThat(Files.readString(checkout.root.resolve("asked")))
        .contains("verify -Drepartee.long=false");
  }
}
