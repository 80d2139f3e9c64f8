package repartee.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import repartee.testkit.Poll;
import repartee.testkit.ServerProcess;

/** The real nginx on a free port, under the settings that we ship, in front of these servers. */
final class Nginx implements AutoCloseable {
  private final Process process;
  private final int port;

  private Nginx(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Where the program is: on this machine, or where {@code ./repartee test} has put it. */
  static Optional<Path> program() {
    Path ours = ServerProcess.root().resolve("target/tools/nginx/usr/sbin/nginx");
    return Stream.concat(
            Stream.of(ours, Path.of("/usr/sbin/nginx")),
            Stream.of(String.valueOf(System.getenv("PATH")).split(":"))
                .map(folder -> Path.of(folder, "nginx")))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Without it nothing is tried behind it; where all must be tried, that is a failure. */
  static void assumeThere() {
    boolean there = program().isPresent();
    if (!there && Boolean.parseBoolean(System.getenv("CI"))) {
      throw new AssertionError("nginx is not installed, and with CI=true nothing is skipped");
    }
    assumeTrue(there, "SKIPPED: nginx is not installed, so nothing is tried behind it");
  }

  /** {@code readTimeout} takes the place of the shipped one, in nginx's words. */
  static Nginx start(Path folder, List<URI> servers, String readTimeout) throws Exception {
    int port = freePort();
    Files.createDirectories(folder.resolve("tmp"));
    String shipped = Files.readString(ServerProcess.root().resolve("docker/nginx.conf"));
    String nodes =
        servers.stream()
            .map(node -> "server 127.0.0.1:" + node.getPort() + ";")
            .collect(Collectors.joining("\n"));
    String temporary =
        Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
            .map(kind -> kind + "_temp_path tmp/" + kind + ";")
            .collect(Collectors.joining("\n"));
    String conf =
        shipped
            .replaceAll("(?s)upstream repartee \\{.*?}", "upstream repartee {\n" + nodes + "\n}")
            .replace("http {", "http {\naccess_log off;\n" + temporary)
            .replace("listen 80;", "listen 127.0.0.1:" + port + ";")
            .replaceAll("proxy_read_timeout [^;]+;", "proxy_read_timeout " + readTimeout + ";");
    Files.writeString(folder.resolve("nginx.conf"), conf);
    Process process =
        new ProcessBuilder(
                program().orElseThrow().toString(),
                "-p",
                folder.toString(),
                "-c",
                folder.resolve("nginx.conf").toString(),
                "-e",
                folder.resolve("error.log").toString(),
                "-g",
                "daemon off; master_process off; pid nginx.pid;")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.out").toFile())
            .start();
    Poll.until(() -> !process.isAlive() || isListening(port));
    if (!process.isAlive()) {
      throw new IllegalStateException(Files.readString(folder.resolve("error.log")));
    }
    return new Nginx(process, port);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    process.destroy();
    process
        .onExit()
        .completeOnTimeout(process, 10, TimeUnit.SECONDS)
        .thenAccept(Process::destroyForcibly)
        .join();
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private static boolean isListening(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }
}
