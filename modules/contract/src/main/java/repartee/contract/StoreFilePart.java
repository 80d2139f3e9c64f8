package repartee.contract;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Keeps a part of a file that is being sent. Parts whose file never comes go after an hour.
 *
 * @param upload made by whoever sends, for this one file
 * @param index from 0 on, without gaps
 * @param content at most {@link #BYTES_MAX}, not to be changed any more
 */
public record StoreFilePart(UUID upload, int index, ByteBuffer content) {
  /** Small beside what a connection between two nodes carries. */
  public static final int BYTES_MAX = 256 << 10;

  /** Answered by storage. */
  public static final Address<StoreFilePart, Done> ADDRESS =
      new Address<>("storage.store-file-part", StoreFilePart.class, Done.class);

  /** The next bytes of a file, whose first part is to have this index; none of no bytes. */
  public static List<StoreFilePart> cut(UUID upload, int index, Buffer bytes) {
    List<StoreFilePart> parts = new ArrayList<>();
    for (int from = 0; from < bytes.length(); from += BYTES_MAX) {
      byte[] part = bytes.getBytes(from, Math.min(bytes.length(), from + BYTES_MAX));
      parts.add(new StoreFilePart(upload, index + parts.size(), ByteBuffer.wrap(part)));
    }
    return parts;
  }
}
