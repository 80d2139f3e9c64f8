package repartee.generation;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads a stream of server-sent events (WHATWG HTML, 9.2.6) from bytes that come cut anywhere: the
 * data of each event, in order. Lines end with LF, CR or CRLF; names, ids and comments are skipped.
 */
final class EventStreamParser {
  private final Consumer<String> events;
  private final int lineBytesMax;
  private final StringBuilder data = new StringBuilder();
  private byte[] line = new byte[1_024];
  private int length;
  private boolean afterCr;
  private boolean first = true;

  EventStreamParser(int lineBytesMax, Consumer<String> events) {
    this.lineBytesMax = lineBytesMax;
    this.events = events;
  }

  /** Fails with {@link IllegalStateException} if an event grows beyond its bound. */
  void accept(Buffer bytes) {
    for (int i = 0; i < bytes.length(); i++) {
      byte b = bytes.getByte(i);
      if (b == '\n' && afterCr) {
        afterCr = false;
        continue;
      }
      afterCr = b == '\r';
      if (b == '\n' || b == '\r') {
        line();
      } else {
        add(b);
      }
    }
  }

  /** The bytes are over; servers leave out the last empty line now and then. */
  void end() {
    if (length > 0) {
      line();
    }
    event();
  }

  private void add(byte b) {
    if (length + data.length() >= lineBytesMax) {
      throw new IllegalStateException("an event longer than " + lineBytesMax + " bytes");
    }
    if (length == line.length) {
      line = Arrays.copyOf(line, 2 * length);
    }
    line[length++] = b;
  }

  private void line() {
    // Decoded by whole lines, so a character cut between two reads is whole again.
    String text = new String(line, 0, length, StandardCharsets.UTF_8);
    length = 0;
    if (first) {
      first = false;
      text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
    if (text.isEmpty()) {
      event();
    } else if (text.startsWith("data:")) {
      if (!data.isEmpty()) {
        data.append('\n');
      }
      data.append(text, text.startsWith("data: ") ? 6 : 5, text.length());
    }
  }

  private void event() {
    if (!data.isEmpty()) {
      String whole = data.toString();
      data.setLength(0);
      events.accept(whole);
    }
  }
}
