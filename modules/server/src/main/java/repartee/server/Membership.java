package repartee.server;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent;
import com.hazelcast.core.LifecycleListener;
import io.vertx.core.Vertx;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log who comes and goes, and sees to it that two clusters which merge become one. */
final class Membership implements MembershipListener, LifecycleListener {
  private static final Logger log = LoggerFactory.getLogger(Membership.class);
  private static final int[] TOLD_AGAIN_AFTER_S = {1, 4, 10};

  private final Vertx vertx;
  private final HazelcastClusterManager manager;

  private Membership(Vertx vertx, HazelcastClusterManager manager) {
    this.vertx = vertx;
    this.manager = manager;
  }

  static void watch(Vertx vertx, HazelcastClusterManager manager) {
    HazelcastInstance hazelcast = manager.getHazelcastInstance();
    Membership membership = new Membership(vertx, manager);
    hazelcast.getCluster().addMembershipListener(membership);
    hazelcast.getLifecycleService().addLifecycleListener(membership);
    tell(hazelcast.getCluster());
  }

  @Override
  public void memberAdded(MembershipEvent event) {
    log.info("a node has come address={}", event.getMember().getAddress());
    tell(event.getCluster());
  }

  @Override
  public void memberRemoved(MembershipEvent event) {
    log.info("a node has gone address={}", event.getMember().getAddress());
    tell(event.getCluster());
  }

  /**
   * Vert.x tells the merged cluster what this node serves at once, while the others may yet remove
   * what they knew of it: said again a little later, it stays.
   */
  @Override
  public void stateChanged(LifecycleEvent event) {
    if (event.getState() != LifecycleEvent.LifecycleState.MERGED) {
      return;
    }
    log.info("two clusters have become one");
    tell(manager.getHazelcastInstance().getCluster());
    for (int seconds : TOLD_AGAIN_AFTER_S) {
      vertx
          .timer(seconds, TimeUnit.SECONDS)
          .compose(
              later ->
                  vertx.executeBlocking(
                      () -> {
                        manager.stateChanged(event);
                        return seconds;
                      }))
          .onFailure(cause -> log.warn("what this node serves could not be told", cause));
    }
  }

  private static void tell(Cluster cluster) {
    log.info("the cluster has nodes={}", cluster.getMembers().size());
  }
}
