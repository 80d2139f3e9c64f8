package repartee.server;

import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.BindException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.generation.GenerationVerticle;
import repartee.knowledge.KnowledgeVerticle;
import repartee.routing.RoutingConfiguration;
import repartee.routing.RoutingVerticle;
import repartee.storage.StorageVerticle;

/** The verticles of this process, each after those that it asks. */
final class Parts {
  private static final Logger log = LoggerFactory.getLogger(Parts.class);
  private static final int RETRY_MS = 500;

  private final Vertx vertx;
  private final Configuration configuration;
  private final Shutdown shutdown;
  private final Supplier<String> numbers;
  private final String node = UUID.randomUUID().toString();

  /** {@code numbers} is what there is to be seen of the process. */
  Parts(Vertx vertx, Configuration configuration, Shutdown shutdown, Supplier<String> numbers) {
    this.vertx = vertx;
    this.configuration = configuration;
    this.shutdown = shutdown;
    this.numbers = numbers;
  }

  /** Which process this is, for those who ask it for the text that it writes. */
  String node() {
    return node;
  }

  /** All but the doors. */
  void start(String databaseUrl) {
    Set<Role> roles = configuration.roles();
    if (roles.contains(Role.STORAGE)) {
      storage(databaseUrl);
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
    RoutingVerticle doors = new RoutingVerticle(routing, numbers);
    try {
      start(Role.ROUTING, doors);
    } catch (StartFailure stopped) {
      throw stopped;
    } catch (Exception refused) {
      throw new StartFailure(closed(routing, refused), refused);
    }
    return "http://" + routing.host() + ":" + doors.port();
  }

  /** A database that starts beside us, or fails over just now, may need a while. */
  private void storage(String databaseUrl) {
    long deadline =
        System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(configuration.databaseWaitMs());
    boolean told = false;
    while (true) {
      try {
        start(Role.STORAGE, new StorageVerticle(configuration.storage(databaseUrl), node));
        return;
      } catch (IllegalStateException away) {
        if (System.nanoTime() - deadline >= 0) {
          throw new StartFailure(away.getMessage() + " Is it running, is --database right?", away);
        }
        if (!told) {
          log.warn("waits for the database: {}", away.getMessage());
          told = true;
        }
        vertx.timer(RETRY_MS, TimeUnit.MILLISECONDS).await();
      } catch (StartFailure stopped) {
        throw stopped;
      } catch (Exception refused) {
        throw new StartFailure("The database refuses us: " + refused.getMessage(), refused);
      }
    }
  }

  private void start(Role role, Deployable verticle) {
    String id = vertx.deployVerticle(verticle).await();
    shutdown.add(role.name(), () -> await(vertx.undeploy(id)));
  }

  private void await(Future<Void> stopped) throws Exception {
    stopped.await(configuration.shutdownTimeoutMs(), TimeUnit.MILLISECONDS);
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
