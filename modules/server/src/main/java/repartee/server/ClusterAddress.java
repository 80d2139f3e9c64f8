package repartee.server;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Optional;
import repartee.storage.Neighbours;

/**
 * Where this node listens for the others, and where they reach it.
 *
 * @param bound of this machine; any address at all if it is 0.0.0.0 or ::
 * @param announced an address or a name
 */
record ClusterAddress(
    InetAddress bound, int port, int busPort, String announced, int publicPort, int publicBusPort) {

  /** Of this machine as it is configured, with ports that are free. */
  static ClusterAddress of(ClusterConfiguration configuration, Neighbours neighbours) {
    InetAddress bound = bound(configuration, neighbours);
    String publicHost = configuration.publicHost();
    if (publicHost == null && bound.isAnyLocalAddress()) {
      throw new StartFailure(
          "All addresses cannot be announced. Set cluster.public_host, or one address as"
              + " cluster.host.");
    }
    int port = free(bound, configuration.port(), "cluster.port");
    int busPort = free(bound, configuration.busPort(), "cluster.bus_port");
    return new ClusterAddress(
        bound,
        port,
        busPort,
        publicHost == null ? text(bound) : bare(publicHost),
        or(configuration.publicPort(), port),
        or(configuration.publicBusPort(), busPort));
  }

  boolean isIpv6() {
    return bound instanceof Inet6Address;
  }

  /** As others write it: without the name of an interface of ours. */
  static String text(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }

  private static InetAddress bound(ClusterConfiguration configuration, Neighbours neighbours) {
    String host = configuration.host();
    if (host == null) {
      InetAddress towards = neighbours.addressTowardsDatabase();
      // A database on this machine: the other nodes are elsewhere.
      return towards.isLoopbackAddress() ? siteLocal().orElse(towards) : towards;
    }
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException unknown) {
      throw new StartFailure(
          "The address " + host + " is not known here. Choose another cluster.host.", unknown);
    }
  }

  // An IPv6 address as it stands in a URL.
  private static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static Optional<InetAddress> siteLocal() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(InetAddress::isSiteLocalAddress)
          .findFirst();
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  private static int free(InetAddress bound, int wanted, String key) {
    try (ServerSocket probe = new ServerSocket(wanted, 1, bound)) {
      return probe.getLocalPort();
    } catch (IOException taken) {
      throw new StartFailure(
          "Port "
              + wanted
              + " on "
              + text(bound)
              + " cannot be listened on: "
              + taken.getMessage()
              + ". Choose another "
              + key
              + ".",
          taken);
    }
  }

  private static int or(int configured, int itself) {
    return configured == 0 ? itself : configured;
  }
}
