package repartee.crawler;

import java.math.BigInteger;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Addresses that begin with the same bits: {@code 10.0.0.0/8}, or one alone. */
record Network(BigInteger first, int bytes, int prefix) {

  /** Fails with {@link IllegalArgumentException} where it is neither network nor address. */
  static Network parse(String text) {
    String[] parts = text.strip().split("/", -1);
    byte[] address = InetAddress.ofLiteral(parts[0]).getAddress();
    int bits = address.length * 8;
    int prefix = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
    if (parts.length > 2 || prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException("not a network");
    }
    return new Network(new BigInteger(1, address), address.length, prefix);
  }

  boolean contains(byte[] address) {
    int shift = bytes * 8 - prefix;
    return address.length == bytes
        && new BigInteger(1, address).shiftRight(shift).equals(first.shiftRight(shift));
  }

  static boolean isNetwork(@Nullable String text) {
    try {
      return text != null && parse(text).bytes > 0;
    } catch (IllegalArgumentException neither) {
      return false;
    }
  }
}
