package repartee.server;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBus;
import java.io.PrintStream;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import repartee.contract.BusCodec;
import repartee.contract.Chatbot;
import repartee.contract.Problem;

/** The server as a process: {@code serve}, {@code check-config} and {@code check-health}. */
public final class Main {
  private static final Logger log = LoggerFactory.getLogger(Main.class);

  // Standard output is for the person or script that waits for the server; the log is elsewhere.
  private static final PrintStream OUT = System.out;
  private static final PrintStream ERR = System.err;

  // A developer's switch: warns, with a stack, of each event loop that is held for longer. Vert.x's
  // own limit is two seconds.
  private static final String BLOCKED_MS = "repartee.blockedMs";

  private Main() {}

  /** Ends with 0 after SIGTERM, and with 1 and a sentence if it cannot start. */
  public static void main(String[] args) {
    Configuration configuration;
    String command;
    try {
      CommandLine line = CommandLine.parse(List.of(args));
      command = line.command();
      configuration = Configuration.of(line.flags(), System.getenv());
    } catch (Complaints complaints) {
      ERR.println(complaints.sentences());
      System.exit(1);
      return;
    }
    switch (command) {
      case "check-config" -> {
        OUT.println("ok");
        configuration.shown().forEach(OUT::println);
      }
      case "check-health" -> {
        String complaint = HealthCheck.complaint(configuration.routing());
        (complaint.isEmpty() ? OUT : ERR).println(complaint.isEmpty() ? "ok" : complaint);
        System.exit(complaint.isEmpty() ? 0 : 1);
      }
      default -> serve(configuration);
    }
  }

  private static void serve(Configuration configuration) {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    Shutdown shutdown = Shutdown.install(configuration.shutdownTimeoutMs());
    try {
      serve(configuration, shutdown);
    } catch (StartFailure failure) {
      ERR.println(failure.getMessage());
      shutdown.fail();
    } catch (Problem problem) {
      ERR.println("The server cannot start: " + problem.sentence());
      shutdown.fail();
    } catch (Exception unforeseen) {
      log.error("the server cannot start", unforeseen);
      shutdown.fail();
    }
  }

  private static void serve(Configuration configuration, Shutdown shutdown) {
    DataFolder data = shutdown.add("data folder", DataFolder.open(configuration.data()));
    String external = configuration.database();
    String database =
        external != null
            ? external
            : shutdown
                .add("PostgreSQL", new EmbeddedPostgres(data, configuration.postgresql()))
                .start();
    String node = UUID.randomUUID().toString();
    Meters meters = shutdown.add("metrics", new Meters(version()));
    Cluster cluster =
        configuration.cluster().enabled()
            ? Cluster.enter(configuration, database, node, meters, options(), shutdown)
            : null;
    Vertx vertx = cluster == null ? alone(configuration, meters, shutdown) : cluster.vertx();
    EventBus bus = vertx.eventBus();
    BusCodec.install(bus);

    Parts parts = new Parts(vertx, node, configuration, shutdown, meters::text);
    parts.start(database);
    if (cluster != null) {
      cluster.greet();
    }
    FirstStart firstStart = new FirstStart(data);
    // A node that keeps nothing leaves this to those that do.
    FirstStart.Begun begun =
        configuration.roles().contains(Role.STORAGE)
            ? firstStart.begin(bus, configuration).await()
            : null;
    List<Chatbot> untaught =
        begun != null && begun.wantsDemo()
            ? List.of(Demo.chatbot(bus, begun.account().id()).await())
            : List.of();
    String address = parts.open();

    log.info(
        "repartee version={} address={} roles={} database={} node={}",
        version(),
        address,
        configuration.roles(),
        external == null ? "embedded" : "external",
        node);
    if (begun != null && !begun.notice().isEmpty()) {
      OUT.println(begun.notice());
    }
    OUT.println("Repartee is ready at " + address);
    untaught.forEach(chatbot -> teach(bus, chatbot, firstStart));
  }

  private static Vertx alone(Configuration configuration, Meters meters, Shutdown shutdown) {
    Vertx vertx = meters.counted(options()).build();
    meters.nodes(() -> 1);
    shutdown.add(
        "Vert.x",
        () -> vertx.close().await(configuration.shutdownTimeoutMs(), TimeUnit.MILLISECONDS));
    return vertx;
  }

  /**
   * Half as many event loops as cores. A turn crosses from part to part a dozen times, and to wake
   * another thread for each costs more than the work; the other cores have the index, the embedding
   * and the database to compute.
   */
  private static VertxOptions options() {
    int cores = Runtime.getRuntime().availableProcessors();
    VertxOptions options =
        new VertxOptions()
            .setPreferNativeTransport(true)
            .setEventLoopPoolSize(Math.max(1, cores / 2));
    Integer blockedMs = Integer.getInteger(BLOCKED_MS);
    return blockedMs == null ? options : watched(options, blockedMs);
  }

  private static VertxOptions watched(VertxOptions options, int blockedMs) {
    return options
        .setMaxEventLoopExecuteTime(blockedMs)
        .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
        .setWarningExceptionTime(blockedMs)
        .setWarningExceptionTimeUnit(TimeUnit.MILLISECONDS)
        .setBlockedThreadCheckInterval(2)
        .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS);
  }

  /** Behind the ready line: it takes seconds. What fails here is done by the next start. */
  private static void teach(EventBus bus, Chatbot chatbot, FirstStart firstStart) {
    Demo.teach(bus, chatbot)
        .onSuccess(
            taught -> {
              firstStart.finish();
              log.info("the demo chatbot knows the documentation chatbot={}", chatbot.id());
            })
        .onFailure(cause -> log.warn("the demo chatbot is not taught yet: {}", cause.getMessage()));
  }

  private static String version() {
    String packaged = Main.class.getPackage().getImplementationVersion();
    return packaged == null ? "unpackaged" : packaged;
  }
}
