package repartee.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Where in its document a passage stands.
 *
 * @param heading the heading above its beginning, of a file that has headings
 * @param page on which it begins, from 1 on, of a file that has pages
 * @param question of a {@link Pair}: one way to ask it; the passage's text is then the answer
 */
public record PassageMetadata(
    Location loc,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String heading,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer page,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String question) {
  /** The place in the text. */
  public record Location(Lines lines) {}

  /** The first and the last line, from 1 on, both included. */
  public record Lines(int from, int to) {}

  /** The passage that begins and ends on these lines. */
  public static PassageMetadata ofLines(int from, int to) {
    return new PassageMetadata(new Location(new Lines(from, to)), null, null, null);
  }

  /** The same lines, under this heading and on this page. */
  public PassageMetadata under(@Nullable String newHeading, @Nullable Integer newPage) {
    return new PassageMetadata(loc, newHeading, newPage, question);
  }

  /** The answer to this question. */
  public PassageMetadata answering(@Nullable String asked) {
    return new PassageMetadata(loc, heading, page, asked);
  }
}
