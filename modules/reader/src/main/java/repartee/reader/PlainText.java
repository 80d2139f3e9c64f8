package repartee.reader;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.txt.Icu4jEncodingDetector;
import org.apache.tika.parser.txt.UniversalEncodingDetector;

/** Text as it stands in a file, line by line, in whatever encoding; of Markdown the headings. */
final class PlainText {
  private static final int LOOKED_AT_BYTES = 256 << 10;
  // What is UTF-8 in ten places and broken in one is UTF-8 that somebody has cut.
  private static final int WHOLE_FOR_EACH_BROKEN = 10;
  private static final int LETTERS_FOR_EACH_NOISE = 50;
  // Begins other letters in encodings of East Asia.
  private static final byte ESCAPE = 27;
  private static final int LINE_CHARS_LOOKED_AT = 400;
  private static final Pattern HEADING = Pattern.compile("#{1,6}[ \\t]+(.*?)[ \\t#]*");
  private static final List<EncodingDetector> DETECTORS =
      List.of(new UniversalEncodingDetector(), new Icu4jEncodingDetector());

  private final TextPieces pieces;
  private final boolean markdown;
  private final StringBuilder line = new StringBuilder();
  private boolean fenced;

  private PlainText(TextPieces pieces, boolean markdown) {
    this.pieces = pieces;
    this.markdown = markdown;
  }

  static void read(Path file, boolean markdown, TextPieces pieces) throws IOException {
    Charset charset;
    try (InputStream bytes = Files.newInputStream(file)) {
      byte[] beginning = bytes.readNBytes(LOOKED_AT_BYTES);
      refuseNoise(beginning);
      charset = charset(beginning);
    }
    try (Reader characters =
        new InputStreamReader(new BufferedInputStream(Files.newInputStream(file)), charset)) {
      new PlainText(pieces, markdown).read(characters);
    }
  }

  // Called a text, but in no encoding would it be one: NUL alone stands in some.
  private static void refuseNoise(byte[] beginning) {
    int noise = 0;
    for (byte b : beginning) {
      noise += b > 0 && b < ' ' && b != ESCAPE && !Character.isWhitespace(b) ? 1 : 0;
    }
    if (noise * LETTERS_FOR_EACH_NOISE > beginning.length) {
      throw new StoppedException(Refusal.UNKNOWN_KIND);
    }
  }

  // A line may be as long as the file: never more of it than its beginning is held here.
  private void read(Reader characters) throws IOException {
    char[] some = new char[8192];
    boolean first = true;
    for (int count = characters.read(some); count >= 0; count = characters.read(some)) {
      for (int i = 0; i < count; i++) {
        if (!first || some[i] != '\uFEFF') {
          take(some[i]);
        }
        first = false;
      }
    }
    flush();
  }

  private void take(char c) {
    if (!markdown) {
      pieces.append(c);
      if (c == '\n') {
        pieces.border();
      }
      return;
    }
    line.append(c);
    if (c == '\n') {
      flush();
      pieces.border();
    } else if (line.length() == LINE_CHARS_LOOKED_AT) {
      flush();
    }
  }

  private void flush() {
    String read = line.toString();
    line.setLength(0);
    String words = read.strip();
    if (words.startsWith("```") || words.startsWith("~~~")) {
      fenced = !fenced;
    }
    Matcher matcher = HEADING.matcher(words);
    if (!fenced && matcher.matches()) {
      pieces.heading(matcher.group(1));
    }
    pieces.append(read);
  }

  static Charset charset(byte[] beginning) throws IOException {
    if (isUtf8(beginning)) {
      return StandardCharsets.UTF_8;
    }
    for (EncodingDetector detector : DETECTORS) {
      Charset found =
          detector.detect(
              new BufferedInputStream(new ByteArrayInputStream(beginning), LOOKED_AT_BYTES),
              new Metadata());
      if (found != null) {
        return found;
      }
    }
    return StandardCharsets.UTF_8;
  }

  private static boolean isUtf8(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(8192);
    int whole = 0;
    int broken = 0;
    while (true) {
      CoderResult result = decoder.decode(in, out, false);
      out.flip();
      while (out.hasRemaining()) {
        char c = out.get();
        if (c == 0) {
          return false;
        }
        whole += c >= 0x80 ? 1 : 0;
      }
      out.clear();
      if (result.isUnderflow()) {
        return broken * WHOLE_FOR_EACH_BROKEN <= whole;
      }
      if (result.isError()) {
        broken++;
        in.position(in.position() + result.length());
      }
    }
  }
}
