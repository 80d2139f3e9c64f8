package repartee.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * One file as it leaves: its bytes, the same compressed (made once, at the start), and what names
 * them.
 */
final class Asset {
  private static final int HASH_CHARS = 20;

  private final String type;
  private final byte[] plain;
  private final byte[] zipped;
  private final String hash;

  private Asset(String type, byte[] plain) {
    this.type = type;
    this.plain = plain;
    this.zipped = zip(plain);
    this.hash = hash(plain);
  }

  /** The type follows from the ending of its name. */
  static Asset of(String name, byte[] bytes) {
    return new Asset(type(name), bytes);
  }

  String type() {
    return type;
  }

  byte[] plain() {
    return plain;
  }

  byte[] zipped() {
    return zipped;
  }

  /** A quoted name of exactly these bytes: the compressed ones are others, so have another. */
  String entityTag(boolean compressed) {
    return "\"" + hash + (compressed ? "-gzip" : "") + "\"";
  }

  static String hash(byte[] bytes) {
    try {
      byte[] whole = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(whole).substring(0, HASH_CHARS);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "js", "mjs" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "html" -> "text/html; charset=utf-8";
      case "json" -> "application/json";
      case "svg" -> "image/svg+xml";
      case "png" -> "image/png";
      default -> throw new IllegalArgumentException("no type is known for " + name);
    };
  }

  private static byte[] zip(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip =
        new GZIPOutputStream(bytes) {
          {
            def.setLevel(Deflater.BEST_COMPRESSION);
          }
        }) {
      zip.write(plain);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return bytes.toByteArray();
  }
}
