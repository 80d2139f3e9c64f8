package repartee.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a delimited stream as it comes in, however it is cut: the inverse of {@link
 * DelimitedStreamWriter}, for REST bodies and channels alike.
 *
 * <p>Refuses with {@link IllegalArgumentException} what is not such a stream, and lines of more
 * than {@value #LINE_CHARS_MAX} characters.
 */
public final class DelimitedStreamParser {
  /** A header carries its sources, so it may be long; it is never endless. */
  public static final int LINE_CHARS_MAX = 16 * 1024 * 1024;

  private static final String MAGIC = DelimitedStreamWriter.MAGIC;

  /** What a stream consists of, in the order of its coming. */
  public sealed interface Part {
    /** A message begins. */
    record Header(StreamHeader header) implements Part {}

    /** A piece of the current message's text; never empty. */
    record Text(String text) implements Part {}

    /** The current message is over; only on channels. */
    record Trailer(StreamTrailer trailer) implements Part {}

    /** An envelope between two messages; only on channels. */
    record Notice(JsonNode envelope) implements Part {}
  }

  private enum State {
    LINE,
    OPENING,
    TEXT,
    TRAILER
  }

  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private ByteBuffer cut = ByteBuffer.allocate(0);
  private final StringBuilder pending = new StringBuilder();
  private State state = State.LINE;

  /** Bytes as they arrive; a character that is cut waits for its rest. */
  public List<Part> feed(byte[] bytes) {
    ByteBuffer in = ByteBuffer.allocate(cut.remaining() + bytes.length).put(cut).put(bytes).flip();
    CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
    utf8.decode(in, out, false);
    cut = in.slice();
    return feed(out.flip().toString());
  }

  /** Characters as they arrive. */
  public List<Part> feed(String chars) {
    pending.append(chars);
    List<Part> parts = new ArrayList<>();
    while (step(parts)) {}
    return parts;
  }

  /** The stream is over: what was held back of the text. Refuses a stream that ends elsewhere. */
  public List<Part> end() {
    boolean betweenMessages = state == State.LINE && pending.isEmpty();
    if (state != State.TEXT && !betweenMessages) {
      throw new IllegalArgumentException("the stream was cut off in a " + state);
    }
    List<Part> parts = new ArrayList<>();
    release(pending.length(), parts);
    return parts;
  }

  /** Whether a message has begun and its trailer has not come. */
  public boolean inMessage() {
    return state != State.LINE;
  }

  private boolean step(List<Part> parts) {
    return switch (state) {
      case LINE -> line(parts, false);
      case TRAILER -> line(parts, true);
      case OPENING -> opening();
      case TEXT -> text(parts);
    };
  }

  private boolean line(List<Part> parts, boolean trailer) {
    int end = pending.indexOf("\n");
    if (end < 0) {
      if (pending.length() > LINE_CHARS_MAX) {
        throw new IllegalArgumentException("a line of more than " + LINE_CHARS_MAX + " characters");
      }
      return false;
    }
    JsonNode json = json(pending.substring(0, end));
    pending.delete(0, end + 1);
    if (trailer) {
      parts.add(new Part.Trailer(Json.mapper().convertValue(json, StreamTrailer.class)));
      state = State.LINE;
    } else if (json.has("answer")) {
      parts.add(new Part.Header(Json.mapper().convertValue(json, StreamHeader.class)));
      state = State.OPENING;
    } else if (json.has("code")) {
      parts.add(new Part.Notice(json));
    } else {
      throw new IllegalArgumentException("a line that is neither a header nor a notice");
    }
    return true;
  }

  private static JsonNode json(String line) {
    try {
      return Json.read(line, JsonNode.class);
    } catch (UncheckedIOException notJson) {
      throw new IllegalArgumentException("a line that is not JSON", notJson);
    }
  }

  private boolean opening() {
    if (pending.length() < MAGIC.length()) {
      return false;
    }
    if (!pending.substring(0, MAGIC.length()).equals(MAGIC)) {
      throw new IllegalArgumentException("a header without the magic number behind it");
    }
    pending.delete(0, MAGIC.length());
    state = State.TEXT;
    return true;
  }

  private boolean text(List<Part> parts) {
    int end = pending.indexOf(MAGIC);
    if (end < 0) {
      release(pending.length() - heldBack(), parts);
      return false;
    }
    release(end, parts);
    pending.delete(0, MAGIC.length());
    state = State.TRAILER;
    return true;
  }

  /** How many characters at the end may be the beginning of the magic number, or half a pair. */
  private int heldBack() {
    int most = Math.min(pending.length(), MAGIC.length() - 1);
    for (int length = most; length > 0; length--) {
      if (MAGIC.startsWith(pending.substring(pending.length() - length))) {
        return length;
      }
    }
    boolean halfPair =
        !pending.isEmpty() && Character.isHighSurrogate(pending.charAt(pending.length() - 1));
    return halfPair ? 1 : 0;
  }

  private void release(int length, List<Part> parts) {
    if (length > 0) {
      parts.add(new Part.Text(pending.substring(0, length)));
      pending.delete(0, length);
    }
  }
}
