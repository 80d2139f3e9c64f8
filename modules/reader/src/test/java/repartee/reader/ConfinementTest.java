package repartee.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the reader's process cannot do any more, shown by one that tries. */
final class ConfinementTest {

  @Test
  @EnabledOnOs(OS.LINUX)
  void itOpensNoConnectionAndStartsNoProgram() throws Exception {
    try (ServerSocket canary = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process tried =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Trying.class.getName(),
                  String.valueOf(canary.getLocalPort()))
              .redirectErrorStream(true)
              .start();
      String said = new String(tried.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(said).isEqualTo("connected started fetched - refused refused refused");
    }
  }

  /** Tries before, and after. */
  static final class Trying {
    private Trying() {}

    static void main(String[] words) throws Exception {
      int port = Integer.parseInt(words[0]);
      System.out.print(connect(port) + " " + start() + " fetched - ");
      Confinement.enter(1 << 20);
      // Threads that were there before are refused, too.
      System.out.print(connect(port) + " " + start() + " " + fetch(port));
    }

    private static String connect(int port) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return "connected";
      } catch (IOException refused) {
        return "refused";
      }
    }

    private static String start() throws InterruptedException {
      try {
        new ProcessBuilder("true").start().waitFor();
        return "started";
      } catch (IOException refused) {
        return "refused";
      }
    }

    private static String fetch(int port) {
      try {
        URI.create("http://127.0.0.1:" + port).toURL().openStream().close();
        return "fetched";
      } catch (IOException refused) {
        return "refused";
      }
    }
  }
}
