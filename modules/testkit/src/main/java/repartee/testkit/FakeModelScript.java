package repartee.testkit;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a fake model does with one request: what it says, how it writes it down, how it ends.
 *
 * @param status of the response
 * @param contentType of the response, or empty for the one that goes with what is said
 * @param body sent as it is in place of pieces, unless empty
 * @param pieces the text, delta by delta
 * @param firstAfterMs pause before the response begins
 * @param paceMs pause between two pieces; 0 sends all in one write
 * @param lineEnd of the event stream
 * @param comments comment and keep-alive lines stand between the events
 * @param bytesAtOnce the longest write, or 0 for whole events
 * @param ending what follows the last piece
 */
public record FakeModelScript(
    int status,
    String contentType,
    String body,
    List<String> pieces,
    int firstAfterMs,
    int paceMs,
    String lineEnd,
    boolean comments,
    int bytesAtOnce,
    Ending ending) {

  /**
   * A piece for which the time is said at which it is written, so that a reader in this process
   * knows how long it was under way: {@link System#nanoTime()} in 16 hexadecimal digits, a space.
   */
  public static final String TIME = "\0time";

  /** What follows the last piece. */
  public enum Ending {
    /** A finish reason and {@code [DONE]}. */
    DONE,
    /** The response ends well-formed, but without finish reason and {@code [DONE]}. */
    UNDONE,
    /** The connection breaks in the middle of an event. */
    CUT,
    /** An event that is not JSON, then a proper end. */
    BROKEN_JSON,
    /** Nothing, ever: the connection stays open. */
    SILENCE,
    /** The pieces again and again. */
    ENDLESS
  }

  public FakeModelScript {
    pieces = List.copyOf(pieces);
  }

  /** Says these pieces at once and ends properly. */
  public static FakeModelScript says(String... pieces) {
    return new FakeModelScript(200, "", "", List.of(pieces), 0, 0, "\n", false, 0, Ending.DONE);
  }

  /** Says a text word by word, a pause before each. */
  public static FakeModelScript words(String text, int paceMs) {
    String[] words = Stream.of(text.split("(?<= )")).toArray(String[]::new);
    return says(words).paced(paceMs);
  }

  /** Answers this status with this body. */
  public static FakeModelScript refuses(int status, String contentType, String body) {
    return new FakeModelScript(
        status, contentType, body, List.of(), 0, 0, "\n", false, 0, Ending.DONE);
  }

  /** Takes the request and never answers. */
  public static FakeModelScript never() {
    return says().ending(Ending.SILENCE);
  }

  /** The same, beginning so much later. */
  public FakeModelScript after(int ms) {
    return new FakeModelScript(
        status, contentType, body, pieces, ms, paceMs, lineEnd, comments, bytesAtOnce, ending);
  }

  /** The same, with a pause before each piece. */
  public FakeModelScript paced(int ms) {
    return new FakeModelScript(
        status,
        contentType,
        body,
        pieces,
        firstAfterMs,
        ms,
        lineEnd,
        comments,
        bytesAtOnce,
        ending);
  }

  /** The same with other line ends: {@code \n}, {@code \r\n} or {@code \r}. */
  public FakeModelScript lineEnd(String end) {
    return new FakeModelScript(
        status,
        contentType,
        body,
        pieces,
        firstAfterMs,
        paceMs,
        end,
        comments,
        bytesAtOnce,
        ending);
  }

  /** The same with comment and keep-alive lines. */
  public FakeModelScript commented() {
    return new FakeModelScript(
        status,
        contentType,
        body,
        pieces,
        firstAfterMs,
        paceMs,
        lineEnd,
        true,
        bytesAtOnce,
        ending);
  }

  /** The same in writes of so many bytes, characters cut where it happens. */
  public FakeModelScript bytesAtOnce(int bytes) {
    return new FakeModelScript(
        status, contentType, body, pieces, firstAfterMs, paceMs, lineEnd, comments, bytes, ending);
  }

  /** The same with another end. */
  public FakeModelScript ending(Ending other) {
    return new FakeModelScript(
        status,
        contentType,
        body,
        pieces,
        firstAfterMs,
        paceMs,
        lineEnd,
        comments,
        bytesAtOnce,
        other);
  }

  /** The whole text. */
  public String text() {
    return String.join("", pieces);
  }
}
