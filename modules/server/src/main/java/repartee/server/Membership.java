package repartee.server;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.HazelcastInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log who comes and goes: what an operator looks for first. */
final class Membership implements MembershipListener {
  private static final Logger log = LoggerFactory.getLogger(Membership.class);

  private Membership() {}

  /** Says how many there are, now and whenever that changes; after a merger, too. */
  static void log(HazelcastInstance hazelcast) {
    hazelcast.getCluster().addMembershipListener(new Membership());
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

  private static void tell(Cluster cluster) {
    log.info("the cluster has nodes={}", cluster.getMembers().size());
  }
}
