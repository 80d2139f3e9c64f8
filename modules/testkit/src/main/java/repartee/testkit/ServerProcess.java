package repartee.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The packaged server as a process of its own, started as the launcher starts it.
 *
 * <p>It needs {@code modules/server/target} to be packaged. Standard output is kept as text,
 * standard error in a file beside the data folder.
 */
public final class ServerProcess implements AutoCloseable {
  private static final String READY = "Repartee is ready at ";
  private static final int READY_WITHIN_S = 60;
  private static final int END_WITHIN_S = 40;

  private final Process process;
  private final Path data;
  private final Path errors;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final CompletableFuture<URI> ready = new CompletableFuture<>();
  private boolean killed;

  private ServerProcess(Process process, Path data, Path errors) {
    this.process = process;
    this.data = data;
    this.errors = errors;
    // Who reads a pipe keeps its thread, so a virtual one would keep others from running.
    Thread.ofPlatform().daemon().name("output of a server").start(this::readOutput);
  }

  /**
   * Starts {@code serve} on a free port and does not wait. {@code environment} is put over that of
   * this process, without what it says of Repartee; {@code flags} come last.
   */
  public static ServerProcess launch(Path data, Map<String, String> environment, String... flags) {
    Path root = root();
    Path server = root.resolve("modules/server/target");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + root.resolve("conf/jvm.options"));
    // As with the launcher, these come after the file's and win.
    String options = environment.getOrDefault("REPARTEE_JAVA_OPTS", "").strip();
    if (!options.isEmpty()) {
      command.addAll(List.of(options.split("\\s+")));
    }
    command.add("-Drepartee.home=" + root);
    command.add("-cp");
    command.add(server.resolve("repartee-server.jar") + ":" + server.resolve("lib") + "/*");
    command.addAll(List.of("repartee.server.Main", "serve", "--port", "0"));
    command.addAll(List.of("--data", data.toString()));
    command.addAll(List.of(flags));
    Path errors = data.resolveSibling(data.getFileName() + ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("REPARTEE_"));
    // Unpacked once for all tests: it takes seconds.
    builder.environment().put("REPARTEE_POSTGRESQL_PROGRAMS", server + "/postgresql");
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
    try {
      return new ServerProcess(builder.start(), data, errors);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  /** Started, and ready when it returns. */
  public static ServerProcess start(Path data, Map<String, String> environment, String... flags) {
    ServerProcess server = launch(data, environment, flags);
    try {
      server.awaitReady();
    } catch (RuntimeException notReady) {
      server.close();
      throw notReady;
    }
    return server;
  }

  /** The folder that holds the launcher, which names it; else the one around this process. */
  public static Path root() {
    String home = System.getProperty("repartee.home");
    if (home != null) {
      return Path.of(home);
    }
    return Stream.iterate(
            Path.of("").toAbsolutePath(), folder -> folder.getParent() != null, Path::getParent)
        .filter(folder -> Files.exists(folder.resolve("conf/jvm.options")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("not within a checkout of Repartee"));
  }

  /** Where it serves, from the ready line. Fails with all that it said if it ends before. */
  public URI awaitReady() {
    try {
      return ready.get(READY_WITHIN_S, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException notReady) {
      throw new IllegalStateException("not ready: " + output() + errors(), notReady);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** Where it serves. */
  public URI address() {
    return awaitReady();
  }

  /** The administrator key that it made for itself. */
  public String adminKey() {
    try {
      return Files.readString(data.resolve("admin-key")).strip();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** SIGKILL: no hook runs, and its PostgreSQL lives on. */
  public void kill() {
    killed = true;
    process.destroyForcibly();
    awaitEnd();
  }

  /** SIGTERM; the result is the exit code. */
  public int terminate() {
    process.destroy();
    return awaitEnd();
  }

  /** The exit code, once it has ended by itself. */
  public int awaitEnd() {
    try {
      if (!process.waitFor(END_WITHIN_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("it did not end: " + errors());
      }
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** What it said on standard output so far. */
  public String output() {
    return String.join("\n", output);
  }

  /** What it, and those before it on this data folder, said on standard error. */
  public String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The process, for what is to be read of it. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Its embedded PostgreSQL, or that which a killed one has left; absent where none runs. */
  public Stream<ProcessHandle> postgres() {
    Path file = data.resolve("postgresql/cluster/postmaster.pid");
    if (!Files.exists(file)) {
      return Stream.empty();
    }
    try {
      long pid = Long.parseLong(Files.readAllLines(file).getFirst());
      return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Leaves nothing behind, whatever the test did to it. */
  @Override
  public void close() {
    if (process.isAlive()) {
      terminate();
    }
    if (killed) {
      postgres().forEach(ProcessHandle::destroyForcibly);
    }
  }

  private void readOutput() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        if (line.startsWith(READY)) {
          ready.complete(URI.create(line.substring(READY.length())));
        }
      }
      ready.completeExceptionally(new IllegalStateException("it ended before it was ready"));
    } catch (IOException broken) {
      ready.completeExceptionally(broken);
    }
  }
}
