package repartee.crawler;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import repartee.contract.Network;

/**
 * Which addresses may be connected to: those of the public internet, and what the operator allows.
 * The tables are IANA's special-purpose registries (RFC 6890). IPv6 addresses that only carry an
 * IPv4 one (mapped, NAT64, 6to4, Teredo, ISATAP) are judged by that one, too.
 */
final class AddressGuard {
  private static final List<Network> NOT_PUBLIC =
      networks(
          "0.0.0.0/8", // this network
          "10.0.0.0/8", // private
          "100.64.0.0/10", // behind a carrier's NAT; cloud metadata, too
          "127.0.0.0/8", // this machine
          "169.254.0.0/16", // link-local; cloud metadata
          "172.16.0.0/12", // private
          "192.0.0.0/24", // protocol assignments
          "192.0.2.0/24", // documentation
          "192.88.99.0/24", // 6to4 relays, given up
          "192.168.0.0/16", // private
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/4", // multicast
          "240.0.0.0/4", // reserved, broadcast
          "2001::/23", // protocol assignments, Teredo and ORCHID among them
          "2001:db8::/32", // documentation
          "3fff::/20"); // documentation

  // Of IPv6 only this is given out at all: unique-local, link-local, site-local, multicast,
  // loopback, discard and the rest are outside.
  private static final Network GLOBAL_UNICAST = Network.parse("2000::/3");

  private static final Network NAT64 = Network.parse("64:ff9b::/96");
  private static final Network SIX_TO_FOUR = Network.parse("2002::/16");

  private final List<Network> allowed;

  /** {@code allowed}: addresses or networks that may be connected to, whatever they are. */
  AddressGuard(List<String> allowed) {
    this.allowed = allowed.stream().map(Network::parse).toList();
  }

  boolean admits(InetAddress address) {
    return admits(address.getAddress());
  }

  /** 4 bytes or 16. */
  boolean admits(byte[] address) {
    if (allowed.stream().anyMatch(network -> network.contains(address))) {
      return true;
    }
    return address.length == 4 ? isPublic(address) : admitsIpv6(address);
  }

  private boolean admitsIpv6(byte[] address) {
    if (begins(address, 10, 0) && address[10] == -1 && address[11] == -1) {
      return admits(tail(address)); // ::ffff:a.b.c.d
    }
    if (NAT64.contains(address)) {
      return admits(tail(address));
    }
    if (SIX_TO_FOUR.contains(address)) {
      return admits(Arrays.copyOfRange(address, 2, 6));
    }
    return GLOBAL_UNICAST.contains(address)
        && isPublic(address)
        && (!isIsatap(address) || admits(tail(address)));
  }

  private static boolean isPublic(byte[] address) {
    return NOT_PUBLIC.stream().noneMatch(network -> network.contains(address));
  }

  private static boolean isIsatap(byte[] address) {
    return (address[8] & ~2) == 0
        && address[9] == 0
        && address[10] == 0x5e
        && address[11] == (byte) 0xfe;
  }

  private static boolean begins(byte[] address, int length, int with) {
    for (int i = 0; i < length; i++) {
      if (address[i] != with) {
        return false;
      }
    }
    return true;
  }

  private static byte[] tail(byte[] address) {
    return Arrays.copyOfRange(address, 12, 16);
  }

  private static List<Network> networks(String... texts) {
    return Stream.of(texts).map(Network::parse).toList();
  }
}
