package repartee.routing;

import io.vertx.core.http.HttpServerRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import repartee.contract.Network;

/** Internet addresses: who a request comes from, and which network they are in. */
final class Networks {
  // Some proxies add the port, and an IPv6 address then stands in brackets.
  private static final Pattern HOP =
      Pattern.compile("\\[([^\\]]*)](:\\d{1,5})?|(\\d{1,3}(?:\\.\\d{1,3}){3}):\\d{1,5}");

  private Networks() {}

  /** Whether an address, IPv4 or IPv6, is one of these, or in one of these CIDR blocks. */
  static boolean contain(List<String> networks, String address) {
    InetAddress wanted = Network.literal(address);
    return wanted != null
        && networks.stream()
            .map(Network::ofNullable)
            .anyMatch(network -> network != null && network.contains(wanted.getAddress()));
  }

  /** Whether the socket's other end is one of these. */
  static boolean isFrom(HttpServerRequest request, List<String> networks) {
    return request.remoteAddress() != null
        && contain(networks, request.remoteAddress().hostAddress());
  }

  /** An address as far as one household has it: of IPv6 the first 64 bits. */
  static String household(String address) {
    InetAddress literal = Network.literal(address);
    return literal instanceof Inet6Address
        ? HexFormat.of().formatHex(literal.getAddress(), 0, 8)
        : address;
  }

  /**
   * Who sends the request: the socket's other end; if that is a trusted proxy, the last address of
   * {@code X-Forwarded-For} that is not one.
   */
  static String remote(HttpServerRequest request, List<String> trustedProxies) {
    String remote = request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
    List<String> headers = request.headers().getAll("X-Forwarded-For");
    if (headers.isEmpty() || !contain(trustedProxies, remote)) {
      return remote;
    }
    String[] hops = String.join(",", headers).split(",", -1);
    for (int i = hops.length - 1; i >= 0; i--) {
      remote = address(hops[i].strip());
      if (!contain(trustedProxies, remote)) {
        return remote;
      }
    }
    return remote;
  }

  private static String address(String hop) {
    Matcher matcher = HOP.matcher(hop);
    if (!matcher.matches()) {
      return hop;
    }
    return matcher.group(1) == null ? matcher.group(3) : matcher.group(1);
  }
}
