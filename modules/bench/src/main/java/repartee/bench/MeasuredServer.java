package repartee.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import repartee.contract.ApiToken;
import repartee.testkit.ServerProcess;

/** The server as users run it, but for the plan's limits, which would be all that is measured. */
final class MeasuredServer implements AutoCloseable {
  private final ServerProcess process;
  private final String key;
  private final Duration startTook;

  private MeasuredServer(ServerProcess process, String key, Duration startTook) {
    this.process = process;
    this.key = key;
    this.startTook = startTook;
  }

  /** Starts on a free port and returns when it is ready. */
  static MeasuredServer start(
      Path folder, String database, String modelUrl, Embedding embedding, Settings settings) {
    Map<String, String> environment = embedding.environment(modelUrl);
    String key = ApiToken.random().text();
    return start(folder, embedding.toString(), key, database, modelUrl, environment, settings);
  }

  /** A node of a cluster on this machine; its vectors are made by the fake model. */
  static MeasuredServer node(
      Path folder, String name, String key, String database, String modelUrl, Settings settings) {
    Map<String, String> environment = new HashMap<>(Embedding.ENDPOINT.environment(modelUrl));
    environment.put("REPARTEE_CLUSTER", "true");
    environment.put("REPARTEE_CLUSTER_HOST", Stand.HOST);
    environment.put("REPARTEE_CLUSTER_PORT", "0");
    environment.put("REPARTEE_CLUSTER_BUS_PORT", "0");
    return start(folder, name, key, database, modelUrl, environment, settings);
  }

  private static MeasuredServer start(
      Path folder,
      String name,
      String key,
      String database,
      String modelUrl,
      Map<String, String> more,
      Settings settings) {
    Path configuration = folder.resolve(name + ".yaml");
    try {
      Files.writeString(configuration, configuration(settings.connections()));
    } catch (IOException unable) {
      throw new UncheckedIOException(unable);
    }
    Map<String, String> environment = new HashMap<>(more);
    environment.put("REPARTEE_ADMIN_KEY", key);
    environment.put("REPARTEE_MODEL_URL", modelUrl);
    environment.put("REPARTEE_MODEL_NAME", "fake");
    if (settings.bench() == Settings.Bench.STREAM) {
      // Only here is the machine not so busy that a loop is held by mere waiting for a core.
      environment.put("REPARTEE_JAVA_OPTS", "-Drepartee.blockedMs=" + BlockedLoops.LIMIT_MS);
    }
    long beginNs = System.nanoTime();
    ServerProcess process =
        ServerProcess.start(
            folder.resolve(name + ".data"),
            environment,
            "--host",
            Stand.HOST,
            "--database",
            database,
            "--config",
            configuration.toString());
    return new MeasuredServer(process, key, Duration.ofNanos(System.nanoTime() - beginNs));
  }

  /** SIGKILL. */
  void kill() {
    process.kill();
  }

  private static String configuration(int connections) {
    return """
        plans:
          paid: {api: true, turns_per_minute: 0, turns_per_month: 0}
        model:
          connections_max: %d
        """
        .formatted(connections);
  }

  int port() {
    return process.address().getPort();
  }

  /** The administrator's key, which may do everything. */
  String key() {
    return key;
  }

  /** From its start to its ready line. */
  Duration startTook() {
    return startTook;
  }

  ProcessHandle handle() {
    return process.handle();
  }

  /** How often its event loops were held for too long so far. */
  BlockedLoops blockedLoops() {
    return BlockedLoops.of(process.errors());
  }

  Threads threads() {
    return Threads.now(handle());
  }

  Memory memory() {
    return new Memory(handle());
  }

  @Override
  public void close() {
    process.close();
  }
}
