package repartee.server;

import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import repartee.contract.BusCodec;
import repartee.contract.Done;
import repartee.contract.Greet;
import repartee.storage.Neighbours;

/**
 * This process among others: they find each other in the database and speak over one event bus.
 *
 * <p>Nodes enter one after the other, so those that start together form one cluster. What a
 * partition has parted merges again by itself.
 */
final class Cluster {
  private static final Logger log = LoggerFactory.getLogger(Cluster.class);
  private static final int GREETED_WITHIN_MS = 5_000;
  // So Vert.x calls the map of who serves what.
  private static final String SUBSCRIPTIONS = "__vertx.subs";

  private final Vertx vertx;
  private final HazelcastInstance hazelcast;
  private final Neighbours neighbours;
  private final String node;

  private Cluster(Vertx vertx, HazelcastInstance hazelcast, Neighbours neighbours, String node) {
    this.vertx = vertx;
    this.hazelcast = hazelcast;
    this.neighbours = neighbours;
    this.node = node;
  }

  /** Forms the cluster, or joins it; {@code node} is the name of this process. */
  static Cluster enter(
      Configuration configuration,
      String database,
      String node,
      Meters meters,
      VertxOptions options,
      Shutdown shutdown) {
    ClusterConfiguration cluster = configuration.cluster();
    Neighbours neighbours =
        shutdown.add("neighbours", new Neighbours(configuration.storage(database), node));
    int waitMs = configuration.databaseWaitMs();
    ClusterAddress address =
        DatabaseWait.until(waitMs, () -> ClusterAddress.of(cluster, neighbours));
    Neighbours.Node self =
        new Neighbours.Node(
            node,
            address.announced(),
            address.publicPort(),
            BusCodec.PROTOCOL,
            configuration.roles().stream().map(Role::word).toList());
    String secret =
        DatabaseWait.until(waitMs, () -> neighbours.enter(self, cluster.formingMs()).await());
    boolean first = DatabaseWait.until(waitMs, () -> neighbours.living().await()).size() <= 1;
    HazelcastClusterManager manager =
        new HazelcastClusterManager(
            ClusterNetwork.membership(
                address, secret, new Discovery.Factory(neighbours, node), first));
    Vertx vertx =
        meters
            .counted(options.setEventBusOptions(ClusterNetwork.bus(cluster, address)))
            .withClusterManager(manager)
            .buildClustered()
            .await();
    shutdown.add(
        "Vert.x",
        () -> vertx.close().await(configuration.shutdownTimeoutMs(), TimeUnit.MILLISECONDS));
    meters.nodes(() -> manager.getNodes().size());
    neighbours.formed().await();
    HazelcastInstance hazelcast = manager.getHazelcastInstance();
    meters.registrations(() -> registrations(hazelcast));
    log.info(
        "in the cluster host={} port={} bus_port={} tls={}",
        address.announced(),
        address.publicPort(),
        address.publicBusPort(),
        cluster.hasTls());
    Membership.watch(vertx, manager);
    return new Cluster(vertx, hazelcast, neighbours, node);
  }

  Vertx vertx() {
    return vertx;
  }

  /** What knows who is there. */
  HazelcastInstance hazelcast() {
    return hazelcast;
  }

  // Counted here alone: to ask the others would cost each scrape a round through the cluster.
  private static long registrations(HazelcastInstance hazelcast) {
    return hazelcast.getMultiMap(SUBSCRIPTIONS).getLocalMultiMapStats().getOwnedEntryCount();
  }

  /** Opens the connections to all others, which would else be opened while somebody waits. */
  void greet() {
    EventBus bus = vertx.eventBus();
    Future<?> greeted =
        Greet.ADDRESS
            .on(node)
            .serve(bus, greeting -> Future.succeededFuture(new Done()))
            .compose(served -> neighbours.living())
            .compose(
                living ->
                    Future.join(
                        living.stream()
                            .filter(other -> !other.name().equals(node))
                            .map(other -> greet(bus, other))
                            .toList()));
    try {
      greeted.await(GREETED_WITHIN_MS, TimeUnit.MILLISECONDS);
    } catch (Exception late) {
      log.warn("not all nodes of the cluster answer yet: {}", late.getMessage());
    }
  }

  // Who has not come so far will greet us.
  private Future<Done> greet(EventBus bus, Neighbours.Node other) {
    return Greet.ADDRESS.on(other.name()).ask(bus, new Greet(node)).otherwise(new Done());
  }
}
