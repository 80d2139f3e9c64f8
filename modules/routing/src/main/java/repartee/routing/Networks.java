package repartee.routing;

import io.vertx.core.http.HttpServerRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Internet addresses: who a request comes from, and which network they are in. */
final class Networks {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  // Some proxies add the port, and an IPv6 address then stands in brackets.
  private static final Pattern HOP =
      Pattern.compile("\\[([^\\]]*)](:\\d{1,5})?|(" + IPV4 + "):\\d{1,5}");

  private Networks() {}

  /** Whether an address, IPv4 or IPv6, is one of these, or in one of these CIDR blocks. */
  static boolean contain(List<String> networks, String address) {
    InetAddress wanted = literal(address);
    if (wanted == null) {
      return false;
    }
    for (String network : networks) {
      if (contains(network, wanted.getAddress())) {
        return true;
      }
    }
    return false;
  }

  /** Whether this is an address or a CIDR block. */
  static boolean isNetwork(String text) {
    int slash = text.indexOf('/');
    InetAddress base = literal(slash < 0 ? text : text.substring(0, slash));
    if (base == null) {
      return false;
    }
    int bits = base.getAddress().length * 8;
    int prefix = slash < 0 ? bits : number(text.substring(slash + 1));
    return prefix >= 0 && prefix <= bits;
  }

  /** Whether the socket's other end is one of these. */
  static boolean isFrom(HttpServerRequest request, List<String> networks) {
    return request.remoteAddress() != null
        && contain(networks, request.remoteAddress().hostAddress());
  }

  /** An address as far as one household has it: of IPv6 the first 64 bits. */
  static String household(String address) {
    InetAddress literal = literal(address);
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

  private static boolean contains(String network, byte[] wanted) {
    int slash = network.indexOf('/');
    InetAddress literal = literal(slash < 0 ? network : network.substring(0, slash));
    if (literal == null || literal.getAddress().length != wanted.length) {
      return false;
    }
    byte[] base = literal.getAddress();
    int prefix = slash < 0 ? base.length * 8 : number(network.substring(slash + 1));
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((base[bit / 8] & mask) != (wanted[bit / 8] & mask)) {
        return false;
      }
    }
    return prefix >= 0;
  }

  private static @Nullable InetAddress literal(String text) {
    try {
      // A scope ("%eth0") names an interface of this machine, not an address. An IPv4 address in
      // IPv6 form comes out as IPv4.
      int scope = text.indexOf('%');
      String address = scope < 0 ? text : text.substring(0, scope);
      // The JDK takes "1.2.3" for 1.2.0.3, as C does; people mistype.
      boolean whole = address.indexOf(':') >= 0 || IPV4.matcher(address).matches();
      return whole ? InetAddress.ofLiteral(address) : null;
    } catch (IllegalArgumentException notOne) {
      return null;
    }
  }

  private static int number(String text) {
    try {
      return text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
    } catch (NumberFormatException notOne) {
      return -1;
    }
  }
}
