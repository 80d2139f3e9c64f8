package repartee.contract;

/**
 * The bytes of an answer on the wire, over REST and over a channel alike.
 *
 * <pre>
 * message := header "\n" MAGIC text              over REST, to the end of the response
 * message := header "\n" MAGIC text MAGIC trailer "\n"      on a channel
 * notice  := envelope "\n"                                  on a channel, between messages
 * </pre>
 *
 * <p>Header, magic number and text are the published stream of the ChatofAI backend API; closing
 * magic number, trailer and notices are ours.
 */
public final class DelimitedStreamWriter {
  /** Stands once between a header and its text, and on a channel once behind the text. */
  public static final String MAGIC = "645130146e8d07b175fd8b1d5682d520";

  // The same characters to a JSON reader, but no longer the magic number to whoever splits by it.
  // It
  // is the second digit: an escaped first one ends in itself, and the number would stand there
  // again.
  private static final String MAGIC_ESCAPED = "6\\u0034" + MAGIC.substring(2);

  private DelimitedStreamWriter() {}

  /** Header, newline and magic number: what leaves in one write before any text. */
  public static String head(StreamHeader header) {
    return line(Json.spaced(header)) + MAGIC;
  }

  /** What closes a message on a channel. */
  public static String tail(StreamTrailer trailer) {
    return MAGIC + line(Json.compact(trailer));
  }

  /** A notice between two messages on a channel; {@code envelope} becomes one line of JSON. */
  public static String notice(Object envelope) {
    return line(Json.compact(envelope));
  }

  private static String line(String json) {
    return json.replace(MAGIC, MAGIC_ESCAPED) + "\n";
  }
}
