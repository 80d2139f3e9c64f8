package repartee.server;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import repartee.crawler.CrawlerVerticle;
import repartee.generation.GenerationVerticle;
import repartee.knowledge.KnowledgeVerticle;
import repartee.reader.ReaderVerticle;
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
  private final Map<Role, List<String>> ids = new ConcurrentHashMap<>();
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
      start(
          Role.KNOWLEDGE,
          new KnowledgeVerticle(configuration.knowledge()),
          new ReaderVerticle(configuration.reader()),
          new CrawlerVerticle(configuration.crawler()));
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

  /** Each asks those before it. */
  private List<String> start(Role role, Deployable... verticles) {
    for (Deployable verticle : verticles) {
      String id = vertx.deployVerticle(verticle).await();
      if (!ids.containsKey(role)) {
        shutdown.add(role.name(), () -> stop(role));
      }
      ids.computeIfAbsent(role, first -> new CopyOnWriteArrayList<>()).add(id);
    }
    return ids.getOrDefault(role, List.of());
  }

  private void stop(Role role) {
    if (role == Role.ROUTING && configuration.cluster().enabled()) {
      // Both let answers go on for the same while.
      undeploy(Role.GENERATION);
    }
    undeploy(role).timeout(configuration.shutdownTimeoutMs(), TimeUnit.MILLISECONDS).await();
  }

  private Future<Void> undeploy(Role role) {
    return stopping.computeIfAbsent(
        role,
        first -> {
          Future<Void> stopped = Future.succeededFuture();
          for (String id : ids.getOrDefault(role, List.of()).reversed()) {
            stopped = stopped.eventually(() -> vertx.undeploy(id));
          }
          return stopped;
        });
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
