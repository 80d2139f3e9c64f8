package repartee.server;

import com.hazelcast.cluster.Address;
import com.hazelcast.config.properties.PropertyDefinition;
import com.hazelcast.logging.ILogger;
import com.hazelcast.spi.discovery.AbstractDiscoveryStrategy;
import com.hazelcast.spi.discovery.DiscoveryNode;
import com.hazelcast.spi.discovery.DiscoveryStrategy;
import com.hazelcast.spi.discovery.DiscoveryStrategyFactory;
import com.hazelcast.spi.discovery.SimpleDiscoveryNode;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.storage.Neighbours;

/**
 * Tells Hazelcast where the other nodes are: those that the database names. While that is away,
 * those that it named last.
 */
final class Discovery extends AbstractDiscoveryStrategy {
  private static final Logger log = LoggerFactory.getLogger(Discovery.class);
  private static final int ANSWERS_WITHIN_MS = 3_000;

  private final Neighbours neighbours;
  private final String self;
  private volatile List<Neighbours.Node> known = List.of();

  private Discovery(Neighbours neighbours, String self, ILogger logger) {
    super(logger, Map.of());
    this.neighbours = neighbours;
    this.self = self;
  }

  /** Makes the one of that node, which is this one. */
  record Factory(Neighbours neighbours, String node) implements DiscoveryStrategyFactory {
    @Override
    public Class<? extends DiscoveryStrategy> getDiscoveryStrategyType() {
      return Discovery.class;
    }

    @SuppressWarnings("rawtypes") // as Hazelcast declares it
    @Override
    public DiscoveryStrategy newDiscoveryStrategy(
        DiscoveryNode local, ILogger logger, Map<String, Comparable> properties) {
      return new Discovery(neighbours, node, logger);
    }

    @Override
    public Collection<PropertyDefinition> getConfigurationProperties() {
      return List.of();
    }
  }

  // Asked by threads that may wait: Hazelcast's own, or one of Vert.x' workers, where a future's
  // own await() is refused.
  @Override
  public Iterable<DiscoveryNode> discoverNodes() {
    try {
      known =
          neighbours
              .living()
              .toCompletionStage()
              .toCompletableFuture()
              .get(ANSWERS_WITHIN_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException away) {
      log.warn("the database does not say who is there: those that were are asked", away);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    List<DiscoveryNode> nodes = new ArrayList<>();
    for (Neighbours.Node node : known) {
      if (node.name().equals(self)) {
        continue;
      }
      try {
        nodes.add(new SimpleDiscoveryNode(new Address(node.host(), node.port())));
      } catch (UnknownHostException unknown) {
        log.warn("the address of a node is not known here host={}", node.host());
      }
    }
    return nodes;
  }
}
