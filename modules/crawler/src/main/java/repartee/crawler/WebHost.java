package repartee.crawler;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The host of an address as browsers read it (WHATWG URL, host parsing): a name in ASCII, or an
 * address, which may come in decimal, octal or hexadecimal and is written plainly here.
 *
 * @param text in small letters; IPv6 in brackets
 * @param literal the address that it is, if it is no name
 */
record WebHost(String text, @Nullable InetAddress literal) {
  private static final int NAME_CHARS_MAX = 253;

  /** Fails with {@link Unreadable} where no host is called so. */
  static WebHost parse(String written) throws Unreadable {
    if (written.startsWith("[")) {
      return ofIpv6(written);
    }
    String name = ascii(written);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    if (name.isEmpty() || name.length() > NAME_CHARS_MAX || !name.matches("[a-z0-9._-]+")) {
      throw unknown();
    }
    return endsInNumber(name) ? ofAddress(ipv4(name)) : new WebHost(name, null);
  }

  String withoutWww() {
    return text.startsWith("www.") ? text.substring(4) : text;
  }

  private static String ascii(String written) {
    try {
      // A plus is a plus in a host; the decoder would make it a blank.
      String decoded = URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8);
      return IDN.toASCII(decoded, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException malformed) {
      throw unknown();
    }
  }

  private static WebHost ofIpv6(String written) {
    String inside = written.substring(1, Math.max(1, written.length() - 1));
    if (!written.endsWith("]") || !inside.matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
      throw unknown();
    }
    try {
      InetAddress address = InetAddress.ofLiteral(inside);
      return ofAddress(address.getAddress());
    } catch (IllegalArgumentException malformed) {
      throw unknown();
    }
  }

  private static WebHost ofAddress(byte[] bytes) {
    try {
      InetAddress address = InetAddress.getByAddress(bytes);
      String plain = address.getHostAddress();
      return new WebHost(plain.contains(":") ? "[" + plain + "]" : plain, address);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("4 or 16 bytes are an address", impossible);
    }
  }

  private static boolean endsInNumber(String name) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    return last.matches("[0-9]+|0x[0-9a-f]*");
  }

  /** All parts but the last are a byte each; the last one fills what is left. */
  private static byte[] ipv4(String name) {
    String[] parts = name.split("\\.", -1);
    if (parts.length > 4) {
      throw unknown();
    }
    long address = 0;
    for (int i = 0; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      int bits = last ? 8 * (5 - parts.length) : 8;
      long number = number(parts[i]);
      if (number >= 1L << bits) {
        throw unknown();
      }
      address = (address << bits) | number;
    }
    return new byte[] {
      (byte) (address >> 24), (byte) (address >> 16), (byte) (address >> 8), (byte) address
    };
  }

  private static long number(String part) {
    int radix = 10;
    String digits = part;
    if (part.startsWith("0x")) {
      radix = 16;
      digits = part.substring(2);
    } else if (part.length() > 1 && part.startsWith("0")) {
      radix = 8;
      digits = part.substring(1);
    }
    try {
      if (digits.isEmpty() && radix == 16) {
        return 0;
      }
      return digits.matches("[0-9a-f]{1,15}") ? Long.parseLong(digits, radix) : refuse();
    } catch (NumberFormatException notOfThatRadix) {
      throw unknown();
    }
  }

  private static long refuse() {
    throw unknown();
  }

  private static Unreadable unknown() {
    return Unreadable.forGood("The address names no host that there can be.");
  }
}
