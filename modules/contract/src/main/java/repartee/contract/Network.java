package repartee.contract;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Internet addresses that begin with the same bits (CIDR): {@code 10.0.0.0/8}, or one alone.
 *
 * @param first the lowest of them, or any: only the first {@code prefix} bits count
 * @param bytes of an address: 4 or 16
 */
public record Network(BigInteger first, int bytes, int prefix) {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern PREFIX = Pattern.compile("\\d{1,3}");

  /** Fails with {@link IllegalArgumentException} where it is neither network nor address. */
  public static Network parse(String text) {
    Network network = ofNullable(text);
    if (network == null) {
      throw new IllegalArgumentException("neither a network nor an address");
    }
    return network;
  }

  /** Absent where it is neither network nor address. */
  public static @Nullable Network ofNullable(String text) {
    int slash = text.indexOf('/');
    InetAddress first = literal(slash < 0 ? text : text.substring(0, slash));
    if (first == null) {
      return null;
    }
    int bits = first.getAddress().length * 8;
    String length = slash < 0 ? String.valueOf(bits) : text.substring(slash + 1);
    int prefix = PREFIX.matcher(length).matches() ? Integer.parseInt(length) : bits + 1;
    return prefix > bits
        ? null
        : new Network(new BigInteger(1, first.getAddress()), bits / 8, prefix);
  }

  /** Whether this is an address or a CIDR block. */
  public static boolean isNetwork(String text) {
    return ofNullable(text) != null;
  }

  /** An address as it is written, IPv4 or IPv6; absent where it is none. */
  public static @Nullable InetAddress literal(String text) {
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

  /** 4 bytes or 16; those of the other kind are never in it. */
  public boolean contains(byte[] address) {
    int shift = bytes * 8 - prefix;
    return address.length == bytes
        && new BigInteger(1, address).shiftRight(shift).equals(first.shiftRight(shift));
  }
}
