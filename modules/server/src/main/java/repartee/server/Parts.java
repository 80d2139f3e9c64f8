package repartee.server;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import repartee.generation.GenerationVerticle;
import repartee.knowledge.KnowledgeVerticle;
import repartee.routing.RoutingConfiguration;
import repartee.routing.RoutingVerticle;
import repartee.storage.StorageConfiguration;
import repartee.storage.StorageVerticle;
import repartee.web.Pages;

/** The verticles of this process, each after those that it asks. */
final class Parts {
  private final Vertx vertx;
  private final Configuration configuration;
  private final Shutdown shutdown;
  private final Supplier<String> numbers;
  private final String node;
  private final Map<Role, String> ids = new ConcurrentHashMap<>();
  private final Map<Role, Future<Void>> stopping = new ConcurrentHashMap<>();

  /**
   * {@code node}: which process this is, for those who ask it for the text that it writes; {@code
   * numbers}: what there is to be seen of it.
   */
  Parts(
      Vertx vertx,
      String node,
      Configuration configuration,
      Shutdown shutdown,
      Supplier<String> numbers) {
    this.vertx = vertx;
    this.node = node;
    this.configuration = configuration;
    this.shutdown = shutdown;
    this.numbers = numbers;
  }

  /** All but the doors. */
  void start(String databaseUrl) {
    Set<Role> roles = configuration.roles();
    if (roles.contains(Role.STORAGE)) {
      StorageConfiguration storage = configuration.storage(databaseUrl);
      DatabaseWait.until(
          configuration.databaseWaitMs(),
          () -> start(Role.STORAGE, new StorageVerticle(storage, node)));
    }
    if (roles.contains(Role.KNOWLEDGE)) {
      start(Role.KNOWLEDGE, new KnowledgeVerticle(configuration.knowledge()));
    }
    if (roles.contains(Role.GENERATION)) {
      start(Role.GENERATION, new GenerationVerticle(configuration.generation(), node));
    }
  }

  /** Opens the doors; the result is where they are. */
  String open() {
    RoutingConfiguration routing = configuration.routing();
    RoutingVerticle doors = new RoutingVerticle(routing, node, numbers, Pages.load()::router);
    try {
      start(Role.ROUTING, doors);
    } catch (StartFailure stopped) {
      throw stopped;
    } catch (Exception refused) {
      throw new StartFailure(closed(routing, refused), refused);
    }
    return "http://" + routing.host() + ":" + doors.port();
  }

  private String start(Role role, Deployable verticle) {
    String id = vertx.deployVerticle(verticle).await();
    ids.put(role, id);
    shutdown.add(role.name(), () -> stop(role));
    return id;
  }

  private void stop(Role role) {
    if (role == Role.ROUTING && configuration.cluster().enabled()) {
      // Both let answers go on for the same while.
      undeploy(Role.GENERATION);
    }
    undeploy(role).timeout(configuration.shutdownTimeoutMs(), TimeUnit.MILLISECONDS).await();
  }

  private Future<Void> undeploy(Role role) {
    String id = ids.get(role);
    return id == null
        ? Future.succeededFuture()
        : stopping.computeIfAbsent(role, first -> vertx.undeploy(id));
  }

  private static String closed(RoutingConfiguration routing, Exception refused) {
    String place = "Port " + routing.port() + " on " + routing.host();
    return switch (refused) {
      case BindException taken -> place + " is not free. Choose another one with --port.";
      case UnknownHostException unknown ->
          "The address " + routing.host() + " is not known here. Choose another one with --host.";
      default -> place + " cannot be listened on: " + refused.getMessage();
    };
  }
}
