package repartee.crawler;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Bodies as they were before they were packed; what unfolds without end is refused. */
final class Unpacking {
  // A file that is packed, sent by a server that packs.
  private static final int LAYERS_MAX = 2;

  private Unpacking() {}

  /** Fails with {@link Unreadable}; {@code cut}: what is too much is left out instead. */
  static byte[] of(Fetch.Fetched fetched, int bytesMax, boolean cut) throws Unreadable {
    if (!fetched.codings().stream().allMatch(c -> c.equals("gzip") || c.equals("x-gzip"))) {
      throw Unreadable.forGood("The page is packed in a way that was not asked for.");
    }
    byte[] body = fetched.body().getBytes();
    for (int layer = 0; isGzip(body); layer++) {
      if (layer == LAYERS_MAX) {
        throw Unreadable.forGood("The page is packed more than " + LAYERS_MAX + " times.");
      }
      body = unpacked(body, bytesMax, cut);
    }
    return body;
  }

  private static byte[] unpacked(byte[] packed, int bytesMax, boolean cut) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] body = in.readNBytes(bytesMax);
      if (!cut && in.read() >= 0) {
        throw Exchange.tooLarge(bytesMax);
      }
      return body;
    } catch (IOException broken) {
      throw Unreadable.forNow("The page's packing is broken.");
    }
  }

  private static boolean isGzip(byte[] body) {
    return body.length > 2 && body[0] == 0x1f && body[1] == (byte) 0x8b;
  }
}
