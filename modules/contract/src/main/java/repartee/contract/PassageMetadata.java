package repartee.contract;

/** Where in its document a passage stands. */
public record PassageMetadata(Location loc) {
  /** The place in the text. */
  public record Location(Lines lines) {}

  /** The first and the last line, from 1 on, both included. */
  public record Lines(int from, int to) {}

  /** The passage that begins and ends on these lines. */
  public static PassageMetadata ofLines(int from, int to) {
    return new PassageMetadata(new Location(new Lines(from, to)));
  }
}
