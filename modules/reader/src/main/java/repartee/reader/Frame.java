package repartee.reader;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import repartee.contract.TextMark;
import repartee.contract.TextPiece;

/**
 * What the server and its reader say to each other: one byte for what it is, four for the length of
 * what follows, and that. Neither takes more than {@link #BYTES_MAX} at once, whatever is
 * announced.
 *
 * <p>A piece of text: the number of its marks; each mark's place, page (0 for none), and heading
 * (its length in bytes, -1 for none, and UTF-8); then the text in UTF-8.
 */
final class Frame {
  static final int BYTES_MAX = 1 << 20;
  private static final int MARKS_MAX = 1000;
  private static final List<Kind> KINDS = List.of(Kind.values());

  enum Kind {
    /** To the reader: a file begins; its name. */
    FILE('F'),
    /** To the reader: the next bytes of the file. */
    BYTES('B'),
    /** To the reader: that was the file. */
    END('E'),
    /** To the server: the next piece of its text. */
    TEXT('T'),
    /** To the server: that was the text. */
    DONE('D'),
    /** To the server: there is no text; the name of the {@link Refusal}. */
    REFUSED('R');

    private final char sign;

    Kind(char sign) {
      this.sign = sign;
    }
  }

  private final Kind kind;
  private final byte[] bytes;

  /** The array is the frame's from now on. */
  Frame(Kind kind, byte[] bytes) {
    this.kind = kind;
    this.bytes = bytes;
  }

  Kind kind() {
    return kind;
  }

  byte[] bytes() {
    return bytes;
  }

  static Frame of(Kind kind) {
    return new Frame(kind, new byte[0]);
  }

  static Frame of(Kind kind, String text) {
    return new Frame(kind, text.getBytes(StandardCharsets.UTF_8));
  }

  static Frame refused(Refusal refusal) {
    return of(Kind.REFUSED, refusal.name());
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(kind.sign);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Blocks; fails where the other side has ended, or says what nobody of ours would say. */
  static Frame read(DataInputStream in) throws IOException {
    int sign = in.readUnsignedByte();
    int length = in.readInt();
    if (length < 0 || length > BYTES_MAX) {
      throw new IOException("not a frame");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    for (Kind kind : KINDS) {
      if (kind.sign == sign) {
        return new Frame(kind, bytes);
      }
    }
    throw new IOException("not a frame");
  }

  String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Anything that is none of ours means that the file is damaged. */
  Refusal refusal() {
    String name = text();
    return Stream.of(Refusal.values())
        .filter(refusal -> refusal.name().equals(name))
        .findFirst()
        .orElse(Refusal.DAMAGED);
  }

  static Frame of(TextPiece piece) {
    ByteArrayOutputStream collected = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(collected)) {
      out.writeInt(piece.marks().size());
      for (TextMark mark : piece.marks()) {
        out.writeInt(mark.at());
        Integer page = mark.page();
        out.writeInt(page == null ? 0 : page);
        String heading = mark.heading();
        byte[] bytes = heading == null ? null : heading.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes == null ? -1 : bytes.length);
        out.write(bytes == null ? new byte[0] : bytes);
      }
      out.write(piece.text().getBytes(StandardCharsets.UTF_8));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new Frame(Kind.TEXT, collected.toByteArray());
  }

  /** Fails where it is no piece of ours. */
  TextPiece piece() throws IOException {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      int count = in.getInt();
      if (count < 1 || count > MARKS_MAX) {
        throw new IOException("not a piece of text");
      }
      List<TextMark> marks = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        int at = in.getInt();
        int page = in.getInt();
        marks.add(new TextMark(at, heading(in), page == 0 ? null : page));
      }
      String text = StandardCharsets.UTF_8.decode(in).toString();
      if (text.length() > TextPiece.CHARS_MAX || text.indexOf('\0') >= 0) {
        throw new IOException("not a piece of text");
      }
      return new TextPiece(text, marks);
    } catch (RuntimeException malformed) {
      throw new IOException("not a piece of text", malformed);
    }
  }

  private static @Nullable String heading(ByteBuffer in) throws IOException {
    int length = in.getInt();
    if (length < 0) {
      return null;
    }
    if (length > in.remaining()) {
      throw new IOException("not a piece of text");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8).replace('\0', ' ');
  }
}
