package repartee.server;

import com.hazelcast.config.Config;
import com.hazelcast.config.DiscoveryStrategyConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import java.util.Map;
import java.util.Objects;
import repartee.contract.BusCodec;
import repartee.contract.Sha256;

/** How a node speaks with the others: Hazelcast knows who is there, the event bus talks. */
final class ClusterNetwork {
  private ClusterNetwork() {}

  /** No multicast, no looking around, no calls home: only who stands in the database. */
  static Config membership(
      ClusterAddress address, String secret, Discovery.Factory discovery, boolean first) {
    Config config = ConfigUtil.loadConfig();
    config.setClusterName(clusterName(secret));
    Map.ofEntries(
            Map.entry("hazelcast.logging.type", "slf4j"),
            // Else each line of the log would tell the cluster's name, which is the secret's.
            Map.entry("hazelcast.logging.details.enabled", "false"),
            Map.entry("hazelcast.phone.home.enabled", "false"),
            // Ours is the orderly end.
            Map.entry("hazelcast.shutdownhook.enabled", "false"),
            Map.entry("hazelcast.discovery.enabled", "true"),
            // So long it looks for others; with 0 it looks at none, though they are there.
            Map.entry("hazelcast.wait.seconds.before.join", first ? "0" : "1"),
            Map.entry("hazelcast.max.join.seconds", "20"),
            Map.entry("hazelcast.socket.connect.timeout.seconds", "3"),
            Map.entry("hazelcast.heartbeat.interval.seconds", "1"),
            Map.entry("hazelcast.max.no.heartbeat.seconds", "5"),
            // Two clusters that find that they are one.
            Map.entry("hazelcast.merge.first.run.delay.seconds", "8"),
            Map.entry("hazelcast.merge.next.run.delay.seconds", "8"),
            Map.entry(
                "hazelcast.socket.bind.any", String.valueOf(address.bound().isAnyLocalAddress())),
            Map.entry("hazelcast.prefer.ipv4.stack", String.valueOf(!address.isIpv6())))
        .forEach(config::setProperty);
    NetworkConfig network = config.getNetworkConfig();
    network
        .setPort(address.port())
        .setPortAutoIncrement(false)
        .setPublicAddress(bracketed(address.announced()) + ":" + address.publicPort());
    if (!address.bound().isAnyLocalAddress()) {
      network.getInterfaces().setEnabled(true).addInterface(ClusterAddress.text(address.bound()));
    }
    JoinConfig join = network.getJoin();
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    join.getDiscoveryConfig()
        .addDiscoveryStrategyConfig(new DiscoveryStrategyConfig(discovery, Map.of()));
    return config;
  }

  static EventBusOptions bus(ClusterConfiguration configuration, ClusterAddress address) {
    EventBusOptions bus =
        new EventBusOptions()
            .setHost(ClusterAddress.text(address.bound()))
            .setPort(address.busPort())
            .setClusterPublicHost(address.announced())
            .setClusterPublicPort(address.publicBusPort())
            .setConnectTimeout(3_000)
            .setTrustAll(false);
    if (configuration.hasTls()) {
      bus.setSsl(true)
          .setClientAuth(ClientAuth.REQUIRED)
          .setKeyCertOptions(
              new PemKeyCertOptions()
                  .addCertPath(Objects.requireNonNull(configuration.tlsCertificateFile()))
                  .addKeyPath(Objects.requireNonNull(configuration.tlsKeyFile())))
          .setTrustOptions(
              new PemTrustOptions()
                  .addCertPath(Objects.requireNonNull(configuration.tlsAuthoritiesFile())));
    }
    return bus;
  }

  /** Hazelcast lets in who calls the cluster by its name: so the name is the secret's. */
  private static String clusterName(String secret) {
    return "repartee-" + Sha256.of("repartee " + BusCodec.PROTOCOL + " " + secret);
  }

  private static String bracketed(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
